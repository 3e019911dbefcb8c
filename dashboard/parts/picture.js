// Hands over a chart of the page as a picture with its name below: the canvas or drawing in the
// container it names.

const CAPTION = 28; // pixels of the page

const save = (url, name) => {
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
};

// Draws on white, so many device pixels to one of the page, and writes the caption below.
const paper = (width, height, scale, draw, { file, caption }) => {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height + CAPTION * scale;
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#ffffff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  draw(pen);
  pen.fillStyle = "#1f2933";
  pen.font = `${13 * scale}px "Noto Sans CJK SC", "Microsoft YaHei", sans-serif`;
  pen.fillText(caption, 8 * scale, height + 18 * scale, width - 16 * scale);
  save(canvas.toDataURL("image/png"), file);
};

const ofDrawing = (drawing, data) => {
  const { width, height } = drawing.getBoundingClientRect();
  const text = new XMLSerializer().serializeToString(drawing);
  const image = new Image();
  image.onload = () => {
    const [wide, high] = [width * 2, height * 2];
    paper(wide, high, 2, (pen) => pen.drawImage(image, 0, 0, wide, high), data);
  };
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
};

const ofCanvas = (drawn, data) => {
  const scale = drawn.width / (drawn.getBoundingClientRect().width || drawn.width);
  paper(drawn.width, drawn.height, scale, (pen) => pen.drawImage(drawn, 0, 0), data);
};

export default function ({ parentElement, data }) {
  const button = parentElement.querySelector("button");
  button.textContent = "图片";
  button.setAttribute("aria-label", `下载图片 ${data.file}`);
  button.onclick = () => {
    const box = document.querySelector(`.st-key-${data.container}`);
    const canvas = box?.querySelector("canvas");
    const drawing = box?.querySelector("svg.marks");
    if (canvas) ofCanvas(canvas, data);
    else if (drawing) ofDrawing(drawing, data);
  };
}
