// Hands over a chart of the page as a picture: the canvas or drawing in the container it names.

const save = (url, name) => {
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
};

const ofDrawing = (drawing, name) => {
  const { width, height } = drawing.getBoundingClientRect();
  const text = new XMLSerializer().serializeToString(drawing);
  const image = new Image();
  image.onload = () => {
    const canvas = document.createElement("canvas");
    canvas.width = width * 2;
    canvas.height = height * 2;
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#ffffff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(image, 0, 0, canvas.width, canvas.height);
    save(canvas.toDataURL("image/png"), name);
  };
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
};

const ofCanvas = (drawn, name) => {
  const canvas = document.createElement("canvas");
  canvas.width = drawn.width;
  canvas.height = drawn.height;
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#ffffff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(drawn, 0, 0);
  save(canvas.toDataURL("image/png"), name);
};

export default function ({ parentElement, data }) {
  const button = parentElement.querySelector("button");
  button.textContent = "图片";
  button.setAttribute("aria-label", `下载图片 ${data.file}`);
  button.onclick = () => {
    const box = document.querySelector(`.st-key-${data.container}`);
    const canvas = box?.querySelector("canvas");
    const drawing = box?.querySelector("svg.marks");
    if (canvas) ofCanvas(canvas, data.file);
    else if (drawing) ofDrawing(drawing, data.file);
  };
}
