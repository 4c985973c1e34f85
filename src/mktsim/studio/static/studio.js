"use strict";
// The pages work without this file, but for what moves: figures, progress, parameters of a newly chosen rule.

function draw(place) {
  fetch(place.dataset.chart)
    .then((answer) => (answer.ok ? answer.json() : Promise.reject(answer.status)))
    .then((figure) => {
      place.replaceChildren();
      place.classList.add("drawn");
      return Plotly.newPlot(place, figure.data, figure.layout, { responsive: true, displaylogo: false, displayModeBar: false });
    })
    .catch(() => {
      place.textContent = "–";
    });
}

function follow(place) {
  const told = new EventSource(place.dataset.events);
  told.onmessage = (event) => {
    const held = document.activeElement && place.contains(document.activeElement) ? document.activeElement : null;
    const form = held ? held.getAttribute("form") : null;
    place.innerHTML = JSON.parse(event.data).html;
    for (const figure of place.querySelectorAll("[data-chart]")) draw(figure);
    if (form) place.querySelector(`[form="${CSS.escape(form)}"]`)?.focus();
  };
  window.addEventListener("pagehide", () => told.close());
}

function keep(form) {
  let changed = false;
  form.addEventListener("input", () => { changed = true; });
  form.addEventListener("submit", () => { changed = false; });
  window.addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
  for (const choice of form.querySelectorAll("select[data-refresh]")) {
    choice.addEventListener("change", () => {
      const place = document.documentElement.scrollTop;
      sessionStorage.setItem("place", String(place));
      sessionStorage.setItem("control", choice.id);
      form.requestSubmit(form.querySelector('button[name="refresh"]'));
    });
  }
  const control = sessionStorage.getItem("control");
  if (control) {
    const found = document.getElementById(control);
    for (let above = found; above; above = above.parentElement) if (above.tagName === "DETAILS") above.open = true;
    window.scrollTo(0, Number(sessionStorage.getItem("place")));
    found?.focus({ preventScroll: true });
    sessionStorage.clear();
  }
}

document.addEventListener("DOMContentLoaded", () => {
  for (const place of document.querySelectorAll("[data-chart]")) draw(place);
  for (const place of document.querySelectorAll("[data-events]")) follow(place);
  for (const form of document.querySelectorAll("form[data-keep]")) keep(form);
});
