// Charts: a box names the script element that holds its options as data. Colours come from the page, words from the data.
"use strict";
(() => {
  const charts = new Map();
  const tint = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const draw = (box) => {
    const given = JSON.parse(document.getElementById(box.dataset.chart).textContent);
    charts.get(box)?.dispose();
    const chart = echarts.init(box);
    const ink = tint("--tblr-body-color");
    const colours = (given.tones ?? []).map((tone) => tint(`--tone-${tone}`) || tint(`--shade-${tone}`));
    const axis = (one) => ({ ...one, axisLabel: { color: ink, ...one.axisLabel }, axisLine: { lineStyle: { color: tint("--tblr-border-color") } } });
    const { tones, ...option } = given;
    chart.setOption({
      ...option, animation: false, ...(colours.length ? { color: colours } : {}),
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: ink },
      legend: option.legend && { ...option.legend, textStyle: { color: ink } },
      tooltip: { trigger: "axis", renderMode: "richText", ...option.tooltip },
      xAxis: option.xAxis && axis(option.xAxis), yAxis: option.yAxis && axis(option.yAxis),
    });
    charts.set(box, chart);
  };
  window.jiliChart = draw;
  window.addEventListener("resize", () => charts.forEach((chart) => chart.resize()));
  new MutationObserver(() => charts.forEach((_, box) => draw(box))).observe(document.documentElement, { attributeFilter: ["data-bs-theme"] });
})();
