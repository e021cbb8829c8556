const PARTS = {
  camel: ["路由引擎", "Camel routes"],
  broker: ["消息代理", "broker"],
  evidence: ["存证库", "evidence store"],
  reconciler: ["调谐器", "reconciler in step"],
};
const STATES = {
  running: ["运行", "running"],
  paused: ["暂停", "paused"],
  failed: ["故障", "failed"],
  stopped: ["停止", "stopped"],
};

function row(body, label, text, good) {
  const line = body.insertRow();
  const head = document.createElement("th");
  head.scope = "row";
  head.textContent = label;
  line.append(head);
  const cell = line.insertCell();
  cell.className = good ? "good" : "bad";
  cell.textContent = text;
}

function show(status) {
  const parts = document.getElementById("parts");
  const connectors = document.getElementById("connectors");
  parts.replaceChildren();
  connectors.replaceChildren();
  for (const [name, [zh, en]] of Object.entries(PARTS)) {
    const good = status.parts[name] === true;
    row(parts, `${zh} ${en}`, good ? "正常 ok" : "异常 not working", good);
  }
  const states = Object.entries(status.connectors);
  if (states.length === 0) {
    row(connectors, "尚未登记 none registered yet", "", true);
  }
  for (const [state, count] of states) {
    const [zh, en] = STATES[state] ?? [state, ""];
    row(connectors, `${zh} ${en}`, String(count), state !== "failed");
  }
  const well = Object.values(status.parts).every(Boolean);
  document.getElementById("summary").textContent =
    `${well ? "运行正常 everything runs" : "有部件异常 something does not run"} · ${status.node} · ${status.version}` +
    (status.sandbox ? " · 沙箱 sandbox" : "");
}

async function refresh() {
  try {
    show(await (await fetch("/status.json", { cache: "no-store" })).json());
  } catch {
    document.getElementById("summary").textContent = "枢纽没有应答，请联系运维。 The hub does not answer; ask operations.";
  }
}

refresh();
setInterval(refresh, 5000);
