"""Headers of marketing-mix, scanner, panel, shop and web files: which column is what in each."""

from __future__ import annotations

import pytest
from made_histories import Form, Truth

from mktsim.evidence.history.columns import Role
from mktsim.evidence.history.numbers import Decimal, number
from mktsim.evidence.history.panel import read_panel
from mktsim.evidence.history.series import read_series
from mktsim.evidence.history.survey import surveyed

FORMS = (
    Form("mix model, suffixes of money and exposure",
         "DATE=date|revenue=revenue|tv_S=media|ooh_S=media2|facebook_I=exposure|search_clicks_P=visits|"
         "competitor_sales_B=rival_units|events=text",
         {"period": "DATE", "sales": "revenue", "advertising": "tv_S+ooh_S"}),
    Form("mix model by region, media in money and impressions",
         "geo=region|time=date|conversions=units|revenue_per_conversion=price|TV_spend=media|"
         "TV_impression=exposure|Competitor_Sales=rival_units|population=constant",
         {"period": "time", "account": "geo", "sales": "conversions", "advertising": "TV_spend"}, accounts=3),
    Form("mix model with the total of the media",
         "week_start=date|sales_units=units|price=price|tv=media|radio=media2|total_media=media_total|"
         "holiday=holiday",
         {"period": "week_start", "sales": "sales_units", "price": "price", "advertising": "total_media"}),
    Form("mix model with promotion money and cryptic columns",
         "wk_strt_dt=date|sales=revenue|mdsp_dm=media|promo_spend=media2|temperature=temperature",
         {"period": "wk_strt_dt", "sales": "sales"}),
    Form("scanner, base price before price",
         "WEEK_END_DATE=end|STORE_NUM=storenum|UPC=upc|UNITS=units|VISITS=visits|SPEND=revenue|"
         "PRICE=price|BASE_PRICE=base|FEATURE=promo|DISPLAY=display|TPR_ONLY=zero",
         {"period": "WEEK_END_DATE", "account": "STORE_NUM+UPC", "sales": "UNITS", "price": "PRICE",
          "feature": "FEATURE",
          "display": "DISPLAY", "revenue": "SPEND"}, accounts=2, products=2),
    Form("scanner, one letter for feature and display",
         "IRI_KEY=storenum|WEEK=iri|UNITS=units|DOLLARS=revenue|F=feature_code|D=display_code|PR=promo",
         {"period": "WEEK", "account": "IRI_KEY", "sales": "UNITS", "revenue": "DOLLARS", "feature": "F",
          "display": "D"},
         accounts=2),
    Form("scanner, movement",
         "STORE=storenum|UPC=upc|WEEK=week|MOVE=units|QTY=one|PRICE=price|PROFIT=profit|OK=one",
         {"period": "WEEK", "account": "STORE", "sales": "MOVE", "price": "PRICE"}, accounts=3),
    Form("retail audit, average price and any promotion",
         "Markets=constant|Products=product|Periods=weekending|Units=units|$=revenue|"
         "Avg Unit Price=price|Any Promo Units=sold|% ACV=acv",
         {"period": "Periods", "sales": "Units", "revenue": "$", "price": "Avg Unit Price", "distribution": "% ACV"}),
    Form("retail audit, unit and dollar sales",
         "Geography=region|Product=product|Time=weekending|Unit Sales=units|Dollar Sales=revenue|"
         "Price per Unit=price|Base Unit Sales=sold|ACV Weighted Distribution=acv",
         {"period": "Time", "account": "Geography", "sales": "Unit Sales", "revenue": "Dollar Sales",
          "price": "Price per Unit", "distribution": "ACV Weighted Distribution"}, accounts=3),
    Form("retail audit, volume and value in thousands",
         "Week Ending=end|Sales Volume (kg)=units|Sales Value ('000 €)=revenue_k|Price/kg=price|"
         "Weighted Distribution=acv",
         {"period": "Week Ending", "sales": "Sales Volume (kg)", "revenue": "Sales Value ('000 €)", "price": "Price/kg",
          "distribution": "Weighted Distribution"}),
    Form("store sales with weather",
         "Store=storenum|Date=mdy|Weekly_Sales=revenue|Holiday_Flag=holiday|Temperature=temperature|"
         "Fuel_Price=fuel|CPI=base",
         {"period": "Date", "account": "Store", "sales": "Weekly_Sales"}, accounts=3),
    Form("item sales with promotion flag",
         "date=date|store_nbr=storenum|item_nbr=upc|unit_sales=units|onpromotion=promo",
         {"period": "date", "account": "store_nbr+item_nbr", "sales": "unit_sales", "feature": "onpromotion"},
         accounts=2, products=2),
    Form("drugstores",
         "Store=storenum|Date=date|Sales=revenue|Customers=visits|Open=one|Promo=promo|StateHoliday=zero",
         {"period": "Date", "account": "Store", "sales": "Sales", "feature": "Promo"}, accounts=2),
    Form("competitor columns",
         "week=week|units=units|our_price=price|competitor_price=rival_price|comp_promo=promo|"
         "competitor_units=rival_units",
         {"period": "week", "sales": "units", "price": "our_price", "rival price": "competitor_price",
          "rival feature": "comp_promo"}),
    Form("unit price and unit cost", "date=date|units=units|unit_cost=cost|unit_price=price|gross_margin=profit",
         {"period": "date", "sales": "units", "price": "unit_price"}),
    Form("list and selling price", "Month=month|Qty=units|List Price=base|Selling Price=price|Discount %=percent",
         {"period": "Month", "sales": "Qty", "price": "Selling Price"}),
    Form("plan beside actual", "Period=month|Budget=plan|Actual=units|Variance=growth|Prior Year=last_year",
         {"period": "Period", "sales": "Actual"}),
    Form("target beside actual sales", "date=date|target_sales=plan|actual_sales=units",
         {"period": "date", "sales": "actual_sales"}),
    Form("last year and growth", "wk=week|sales_ly=last_year|sales_ty=units|growth_pct=growth|index_vs_ly=share",
         {"period": "wk", "sales": "sales_ty"}),
    Form("planning with forecast and stock",
         "month=month|sku=upc|forecast=plan|shipments=units|inventory=stock|lagged_shipments=lagged",
         {"period": "month", "account": "sku", "sales": "shipments"}),
    Form("shop export",
         "Date=date|Orders=sold|Items sold=units|Gross sales=gross|Refunds=minus|Net sales=revenue|"
         "Shipping=cost|Taxes=profit",
         {"period": "Date", "sales": "Items sold", "revenue": "Net sales"}),
    Form("marketplace export",
         "Date=date|(Parent) ASIN=upc|Sessions - Total=visits|Units Ordered=units|"
         "Ordered Product Sales=revenue_eur|Unit Session Percentage=percent",
         {"period": "Date", "account": "(Parent) ASIN", "sales": "Units Ordered", "revenue": "Ordered Product Sales"}),
    Form("web analytics", "Date=date|Sessions=visits|Total users=stock|Purchases=units|Purchase revenue=revenue",
         {"period": "Date", "sales": "Purchases", "revenue": "Purchase revenue"}),
    Form("search engine trends",
         "Week=range|e-bike: (Worldwide)=units", {"period": "Week", "sales": "e-bike: (Worldwide)"}),
    Form("forecasting library", "ds=date|y=units", {"period": "ds", "sales": "y"}),
    Form("statistical office",
         "observation_date=monthday|RSXFS=units_k", {"period": "observation_date", "sales": "RSXFS"}),
    Form("statistical office, codes", "geo=region|TIME_PERIOD=month|OBS_VALUE=units|unit=text",
         {"period": "TIME_PERIOD", "account": "geo", "sales": "OBS_VALUE"}, accounts=2),
    Form("tidy table of months", "State=region|Month=tsibble|Turnover=revenue",
         {"period": "Month", "account": "State", "sales": "Turnover"}, accounts=2),
    Form("German till",
         "Datum=dmy|Filiale=store|Absatz (Stück)=units|Umsatz in €=revenue_eu|VK-Preis=price_eu|"
         "Aktion=yes|Planumsatz=plan",
         {"period": "Datum", "account": "Filiale", "sales": "Absatz (Stück)", "revenue": "Umsatz in €",
          "price": "VK-Preis", "feature": "Aktion"}, accounts=2, delimiter=";"),
    Form("French till",
         "Semaine=yyyyww|Magasin=store|Ventes (unités)=units|CA (€)=revenue_eu|Prix de vente=price_eu|"
         "Promo=promo|Objectif=plan",
         {"period": "Semaine", "account": "Magasin", "sales": "Ventes (unités)", "revenue": "CA (€)",
          "price": "Prix de vente", "feature": "Promo"}, accounts=2, delimiter=";"),
    Form("Spanish till",
         "Fecha=dmy|Tienda=store|Unidades vendidas=units|Ventas netas=revenue|Precio=price|Oferta=promo",
         {"period": "Fecha", "account": "Tienda", "sales": "Unidades vendidas", "revenue": "Ventas netas",
          "price": "Precio", "feature": "Oferta"}, accounts=2),
    Form("fiscal year and quarter", "fiscal_year=quarter_year|fiscal_quarter=quarter|net_sales=revenue",
         {"period": "fiscal_year", "part": "fiscal_quarter", "sales": "net_sales"}),
    Form("year and week", "Year=year|Week=weekno|Volume=units|Price=price|Displays=display",
         {"period": "Year", "part": "Week", "sales": "Volume", "price": "Price", "display": "Displays"}),
    Form("registrations", "Month=tsibble|Registrations=units|Registrations LY=last_year|Market share=share",
         {"period": "Month", "sales": "Registrations"}),
    Form("category beside own",
         "week_no=week|category_units=category|own_units=units|share=share|price_index=growth|price=price",
         {"period": "week_no", "sales": "own_units", "price": "price"}),
    Form("promoted and returned parts",
         "date=date|units_sold=units|units_returned=last_year|discounted_units=sold|promo_units=sold",
         {"period": "date", "sales": "units_sold"}),
    Form("smoothed beside raw", "week=week|sales=units|sales_ma4=sold|sales_per_store=share|cum_sales=cumulated",
         {"period": "week", "sales": "sales"}),
    Form("display advertising",
         "week=week|region=region|units=units|price=price|display_spend=media|"
         "display_impressions=exposure|tv_spend=media2",
         {"period": "week", "account": "region", "sales": "units", "price": "price",
          "advertising": "display_spend+tv_spend"}, accounts=3),
    Form("subscribers, new and in all",
         "Month=month|Subscribers (end of month)=stock|New subscribers=units|ARPU=price",
         {"period": "Month", "sales": "New subscribers"}),
    Form("five-yearly", "year=fiveyearly|consumption=units", {"period": "year", "sales": "consumption"}),
    Form("two regions side by side", "date=date|sales_north=units|sales_south=sold", {}, asked="sales"),
    Form("two channels side by side", "date=date|online_sales=units|store_sales=sold", {}, asked="sales"),
    Form("prescriptions, new and in all", "Month=month|TRx=units|NRx=sold|Samples=visits", {}, asked="sales"),
    Form("net and total sales", "Day=date|Gross sales=gross|Net sales=revenue|Total sales=gross", {}, asked="sales"),
    Form("only a stock", "date=date|closing_stock=stock", {}, asked="stock"),
    Form("only cumulated", "week=week|cumulative_units=cumulated", {}, asked="cumulated"),
    Form("only a share", "month=month|market_share_pct=percent", {}, asked="sales"),
    Form("only a plan", "month=month|sales_target=plan", {}, asked="sales"),
    Form("only somebody else's", "week=week|competitor_sales=rival_units", {}, asked="sales"),
    Form("two prices", "week=week|store=store|units=units|price_red=price|price_blue=rival_price", {}, asked="price"),
    Form("base price alone", "week=week|store=store|units=units|base_price=base", {}, asked="price"),
    Form("generations", "t=week|SIU1=units|SIU2=sold|SIU3=stock", {}, asked="sales"),
)  # fmt: skip


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_columns_have_the_roles_that_people_mean(form, file):
    survey = surveyed(file(form.text()))
    if form.asked:
        assert [one for one in survey.questions if form.asked in one.message]
        return
    found = {role.value: "+".join(one.name for one in several) for role, several in survey.taken.items() if several}
    assert {role: found.get(role) for role in form.roles} == form.roles
    spoken = {one.role.value for one in survey.questions}
    assert not spoken & set(form.roles)
    others = {"sales", "price", "advertising", "display", "feature", "distribution", "rival price", "account"}
    assert {role: found[role] for role in others & set(found)} == {
        role: form.roles[role] for role in others & set(form.roles)
    }


@pytest.mark.parametrize("form", [form for form in FORMS if not form.asked], ids=lambda form: form.name)
def test_sales_that_were_written_are_sales_that_are_read(form, file):
    path = file(form.text())
    series = read_series(path)
    place = form.headings.index(form.roles["sales"])
    written = [number(row[form.contents[place]], Decimal.POINT) for row in Truth(form, 1).rows()]
    assert series.sales.sum() == pytest.approx(sum(written))
    assert series.sales.size == form.weeks
    assert any(form.roles["sales"] in note for note in series.notes)


@pytest.mark.parametrize("form", [form for form in FORMS if "price" in form.roles], ids=lambda form: form.name)
def test_prices_that_were_written_are_prices_that_are_read(form, file):
    panel = read_panel(file(form.text()))
    price = panel.driver(Role.PRICE)
    written = [float(row["price"]) for row in Truth(form, 1).rows()]
    assert price == pytest.approx(written)
    assert len(panel.accounts) == form.accounts * form.products
