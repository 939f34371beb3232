"use strict";
const byId = id => document.getElementById(id);

function element(name, text, attributes = {}) {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

const shown = value => typeof value === "string" ? value : JSON.stringify(value, null, 2);

function addBody(into, title, content) {
  for (const [type, body] of Object.entries(content ?? {})) {
    into.append(element("h3", `${title}: ${type}`));
    if (body.example !== undefined) into.append(element("pre", shown(body.example)));
  }
}

function curlOf(method, path, operation) {
  const target = path.replace("{key}", "hello").replace(/\{(\w+)\}/g, "$1");
  const parts = ["curl"];
  if (method !== "get") parts.push("-X", method.toUpperCase());
  parts.push(location.origin + target);
  const [type, body] = Object.entries(operation.requestBody?.content ?? {})[0] ?? [];
  if (type) parts.push("-H", `'Content-Type: ${type}'`, "-d", `'${typeof body.example === "string" ? body.example : JSON.stringify(body.example)}'`);
  return parts.join(" ");
}

function boundsOf(schema) {
  if (schema?.enum) return ` One of ${schema.enum.join(", ")}.`;
  if (schema?.minimum === undefined && schema?.maximum === undefined) return "";
  return ` From ${schema.minimum} to ${schema.maximum}${schema.default === undefined ? "" : `; ${schema.default} by default`}.`;
}

function namesOf(named) {
  const list = element("dl");
  for (const { name, where, description, schema } of named) {
    const term = element("dt");
    term.append(element("code", name), element("span", ` ${where}`, { class: "soft" }));
    list.append(term, element("dd", `${description}${boundsOf(schema)}`));
  }
  return list;
}

function membersOf(operation, schemas) {
  const name = operation.requestBody?.content["application/json"]?.schema.$ref?.split("/").at(-1);
  const { properties = {}, required = [] } = schemas[name] ?? {};
  return Object.entries(properties).map(([name, schema]) =>
    ({ name, where: required.includes(name) ? "required" : "", description: schema.description, schema }));
}

function callOf(method, path, operation, schemas) {
  const call = element("details", "", { id: operation.operationId });
  const head = element("summary");
  head.append(element("span", method.toUpperCase(), { class: `method ${method}` }), element("code", path), " ",
    element("span", operation.summary, { class: "soft" }));
  call.append(head);
  if (operation.parameters?.length) {
    const named = operation.parameters.map(({ name, in: where, description, schema }) => ({ name, where, description, schema }));
    call.append(element("h3", "Parameters"), namesOf(named));
  }
  addBody(call, "Body", operation.requestBody?.content);
  const members = membersOf(operation, schemas);
  if (members.length) call.append(namesOf(members));
  call.append(element("h3", "Try it"), element("pre", curlOf(method, path, operation)));
  const problems = element("dl");
  for (const [status, answer] of Object.entries(operation.responses)) {
    if (status < 400) {
      addBody(call, `Answer ${status}`, answer.content);
      continue;
    }
    for (const [kind, example] of Object.entries(answer.content["application/problem+json"].examples)) {
      const name = element("dt", `${status} `);
      name.append(element("code", kind));
      problems.append(name, element("dd", example.summary));
    }
  }
  if (problems.childElementCount) call.append(element("h3", "Problems"), problems);
  return call;
}

function openNamed() {
  const named = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (named?.localName === "details") named.open = true;
  named?.scrollIntoView();
}

async function show() {
  const answer = await fetch("/openapi/v1.json");
  if (!answer.ok) throw new Error(`the node answers ${answer.status}`);
  const reference = await answer.json();
  byId("about").textContent = `${reference.info.description} Version ${reference.info.version}.`;
  for (const topic of reference.tags) {
    const heading = element("h2", topic.name, { id: topic.name });
    byId("topics").append(element("a", topic.name, { href: `#${topic.name}` }));
    byId("calls").append(heading, element("p", topic.description, { class: "soft" }));
    for (const [path, methods] of Object.entries(reference.paths))
      for (const [method, operation] of Object.entries(methods))
        if (operation.tags?.includes(topic.name)) byId("calls").append(callOf(method, path, operation, reference.components.schemas));
  }
  openNamed();
}

addEventListener("hashchange", openNamed);
show().catch(failure => byId("about").textContent = `The reference cannot be loaded: ${failure.message}.`);
