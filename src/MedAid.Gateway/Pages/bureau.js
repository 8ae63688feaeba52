"use strict";

const kinds = {
  PENDING_TASK_KIND_REPORT: "上报结算", PENDING_TASK_KIND_UNDO: "撤销已上报的结算", PENDING_TASK_KIND_SETTLE_THROUGH: "由平台结算",
};
const ways = { BUREAU_WAY_REPORT: "本系统，结算后上报", BUREAU_WAY_UPSTREAM: "医保平台" };
const outcomes = {
  PENDING_MESSAGE_STATE_INTENDED: "已备好，结果未知", PENDING_MESSAGE_STATE_DONE: "平台已办", PENDING_MESSAGE_STATE_NOT_DONE: "平台拒绝",
  PENDING_MESSAGE_STATE_UNKNOWN: "结果未知", PENDING_MESSAGE_STATE_NOT_SENT: "没有送出",
};
const reasons = {
  REFUSED: "平台一再拒绝", FIGURES_DIFFER: "两边金额不一致", FUND_UNKNOWN: "基金代码不在对照表里", STANDS_TWICE: "平台上有两笔有效结算",
  STILL_STANDS: "平台上仍有有效结算", VANISHED: "平台说已结算，又查不到", NO_ANSWER: "多次没有回答", CANNOT_ASK: "平台不答复查询",
  PERSON_UNKNOWN: "人员对不上", NO_CARE_TYPE: "链路没有写这类就诊的医疗类别", STAY_NOT_COVERED: "住院结算不由本链路上报", CANNOT_READ: "结算单读不出",
  LINK_GONE: "链路设置已删去", REFUSED_HERE: "本系统没有结算", DEFECT: "程序出错，见日志",
};

const byId = (id) => document.getElementById(id);

function element(name, text, className) {
  const made = document.createElement(name);
  made.textContent = text;
  if (className) {
    made.className = className;
  }
  return made;
}

const timeOf = (text) => (text ? new Date(text).toLocaleString("zh-CN", { timeZone: "Asia/Shanghai", hour12: false }) : "");

function linkRow(link) {
  const row = document.createElement("tr");
  const away = link.away ? `自 ${timeOf(link.awaySinceTime)} 起不通：${link.said || ""}` : "正常";
  for (const text of [link.linkId, link.hospitalCode || "（已删去）", ways[link.way] || ""]) {
    row.append(element("td", text));
  }
  row.append(element("td", away, link.away ? "bad" : ""), element("td", link.openTasks || "0"));
  row.append(element("td", link.parkedTasks || "0", Number(link.parkedTasks) ? "bad" : ""), element("td", timeOf(link.oldestTime)));
  return row;
}

function taskCard(task) {
  const parked = task.state === "PENDING_TASK_STATE_PARKED";
  const card = element("article", "", parked ? "parked" : "");
  card.append(element("h2", `${task.taskNumber}　${kinds[task.kind] || ""}　就诊 ${task.visitId}${parked ? `　待人工：${reasons[task.reason] || task.reason}` : ""}`));
  card.append(element("p", `结算 ${task.settlementId || "（还没有）"}，平台就诊 ${task.bureauVisitId || "—"}，平台结算 ${task.bureauSettlementId || "—"}`, "small"));
  for (const line of task.evidence || []) {
    card.append(element("p", line));
  }
  const list = document.createElement("ul");
  for (const message of task.messages || []) {
    list.append(element("li", `${timeOf(message.intendedTime)} ${message.number} ${message.messageId}：${outcomes[message.state]}`
      + `${message.said ? `（${message.said}）` : ""}`, "small"));
  }
  card.append(list);
  card.append(element("p", `${timeOf(task.madeTime)} 开始${task.dueTime ? `，下一步 ${timeOf(task.dueTime)}` : ""}`, "small"));
  return card;
}

async function read(path) {
  const answer = await fetch(path);
  const json = await answer.json();
  if (!answer.ok) {
    throw new Error(json.error?.message || "网关没有答复");
  }
  return json;
}

async function show() {
  const state = byId("state");
  try {
    const [status, pending] = [await read("/v1/bureau/status"), await read("/v1/bureau/pending?page_size=100")];
    const links = status.links || [];
    byId("links").replaceChildren(...links.map(linkRow));
    byId("tasks").replaceChildren(...(pending.tasks || []).map(taskCard));
    byId("rest").hidden = !pending.nextPageToken;
    byId("rest").textContent = "只列出最早的 100 项，其余用 medaid bureau pending 查看。";
    const parked = links.reduce((sum, link) => sum + Number(link.parkedTasks || 0), 0);
    state.className = parked || links.some((link) => link.away) ? "bad" : "";
    state.textContent = links.length === 0 ? "没有设置医保平台链路。" : parked ? `有 ${parked} 项等待人工处理。` : "没有等待人工处理的。";
  } catch (problem) {
    state.className = "bad";
    state.textContent = `查询失败：${problem.message}`;
  }
}

byId("again").addEventListener("click", show);
show();
