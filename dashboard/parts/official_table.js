// Draws an official table and, when a figure is clicked, its source beside it.
// Everything is set with textContent: text from documents never becomes markup.

const make = (tag, className, text) => {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
};

const drawFigure = (cell, open) => {
  const td = make("td", `figure ${cell.mark}${cell.disputed ? " disputed" : ""}`);
  if (!cell.source.length) {
    td.title = "原文没有这一格";
    return td;
  }
  const button = make("button", "", cell.text);
  button.type = "button";
  button.dataset.cell = cell.id;
  button.title = "点击查看出处";
  button.setAttribute("aria-label", cell.source.map((line) => line.join("：")).join("；"));
  button.onclick = (event) => {
    event.stopPropagation();
    open(td, cell);
  };
  td.append(button);
  return td;
};

const drawCell = (cell, open) => {
  const element =
    cell.kind === "figure"
      ? drawFigure(cell, open)
      : make(cell.kind === "head" ? "th" : "td", cell.kind, cell.text);
  if (cell.columns > 1) element.colSpan = cell.columns;
  if (cell.rows > 1) element.rowSpan = cell.rows;
  return element;
};

const drawRows = (parent, rows, open) => {
  for (const row of rows) {
    const tr = make("tr");
    for (const cell of row) tr.append(drawCell(cell, open));
    parent.append(tr);
  }
};

const drawSection = (section, open) => {
  const table = make("table", section.shape);
  if (section.title) table.append(make("caption", "", section.title));
  const columns = make("colgroup");
  for (const width of section.widths) {
    const column = make("col");
    column.style.width = width;
    columns.append(column);
  }
  const head = make("thead");
  const body = make("tbody");
  drawRows(head, section.head, open);
  drawRows(body, section.body, open);
  table.append(columns, head, body);
  return table;
};

const drawLegend = (legend) => {
  const list = make("dl", "legend");
  for (const item of legend) {
    const entry = make("div");
    const sample = make("dt", `figure ${item.mark}`);
    sample.append(make("span", "", item.text));
    entry.append(sample, make("dd", "", item.meaning));
    list.append(entry);
  }
  return list;
};

const drawSource = (cell, close) => {
  const card = make("div", "source");
  card.setAttribute("role", "dialog");
  card.setAttribute("aria-label", "数据出处");
  const button = make("button", "close", "×");
  button.type = "button";
  button.setAttribute("aria-label", "关闭");
  button.onclick = close;
  card.append(button);
  const list = make("dl");
  for (const [name, text] of cell.source) {
    list.append(make("dt", "", name), make("dd", "", text));
  }
  card.append(list);
  card.onclick = (event) => event.stopPropagation();
  return card;
};

const placeSource = (root, card, td) => {
  const frame = root.getBoundingClientRect();
  const cell = td.getBoundingClientRect();
  const room = frame.width - card.offsetWidth;
  card.style.left = `${Math.max(0, Math.min(cell.left - frame.left, room))}px`;
  const below = cell.bottom - frame.top + 4;
  const above = cell.top - frame.top - card.offsetHeight - 4;
  const fits = cell.bottom + card.offsetHeight + 12 < window.innerHeight;
  card.style.top = `${fits || above < 0 ? below : above}px`;
};

export default function (component) {
  const { data, parentElement } = component;
  const root = parentElement.querySelector(".official");
  root.forget?.(); // drawn before, for another report: its listeners go first
  let card = null;
  let chosen = null;
  const close = () => {
    card?.remove();
    chosen?.classList.remove("open");
    card = chosen = null;
  };
  const open = (td, cell) => {
    const again = chosen === td;
    close();
    if (again) return;
    card = drawSource(cell, close);
    chosen = td;
    td.classList.add("open");
    root.append(card);
    placeSource(root, card, td);
  };
  const onKey = (event) => event.key === "Escape" && close();
  const scroll = make("div", "scroll");
  scroll.append(...data.sections.map((section) => drawSection(section, open)));
  root.replaceChildren(scroll);
  root.classList.toggle("compact", Boolean(data.reveal));
  const marked = data.reveal ? scroll.querySelectorAll("td.disputed") : [];
  if (marked.length) {
    const last = marked[marked.length - 1];
    scroll.scrollLeft = last.offsetLeft + last.offsetWidth - scroll.clientWidth + 4;
  }
  if (data.legend.length) root.replaceChildren(drawLegend(data.legend));
  document.addEventListener("keydown", onKey);
  document.addEventListener("click", close);
  root.forget = () => {
    document.removeEventListener("keydown", onKey);
    document.removeEventListener("click", close);
  };
  return root.forget;
}
