// The try-out page: lists what /openapi.json describes and sends what its forms say.
"use strict";

const element = (name, text, attributes = {}) => {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
};

// A value that fits a schema, so that a form opens with something to send.
const example = (schema, all, depth = 0) => {
  if (!schema || depth > 6) return null;
  if (schema.$ref) return example(all[schema.$ref.split("/").pop()], all, depth + 1);
  if (schema.examples) return schema.examples[0];
  if ("default" in schema) return schema.default;
  if (schema.enum) return schema.enum[0];
  if ("const" in schema) return schema.const;
  const choice = (schema.anyOf || schema.oneOf || []).find((one) => one.type !== "null");
  if (choice) return example(choice, all, depth + 1);
  if (schema.type === "array") {
    const items = schema.prefixItems || [schema.items || {}];
    return items.map((item) => example(item, all, depth + 1));
  }
  if (schema.type === "object") {
    const wanted = new Set(schema.required || []);
    const fields = Object.entries(schema.properties || {}).filter(([name]) => wanted.has(name));
    return Object.fromEntries(fields.map(([name, kind]) => [name, example(kind, all, depth + 1)]));
  }
  return { integer: 1, number: 1, boolean: false, string: "text" }[schema.type] ?? null;
};

const send = async (method, path, form, parameters, output) => {
  const headers = { "X-Liuke": "1" };
  const query = new URLSearchParams();
  let address = path;
  for (const parameter of parameters) {
    const value = form.elements[`p:${parameter.name}`].value;
    if (!value && !parameter.required) continue;
    if (parameter.in === "path") address = address.replace(`{${parameter.name}}`, encodeURIComponent(value));
    else if (parameter.in === "header") headers[parameter.name] = value;
    else query.set(parameter.name, value);
  }
  const key = document.getElementById("key").value.trim();
  if (key) headers.Authorization = `Bearer ${key}`;
  const body = form.elements.body?.value;
  if (body) headers["Content-Type"] = "application/json";
  if ([...query].length) address += `?${query}`;
  const started = performance.now();
  try {
    const answer = await fetch(address, { method, headers, body: body || undefined });
    const text = await answer.text();
    const shown = [`${answer.status} in ${Math.round(performance.now() - started)} ms`];
    for (const name of ["x-request-id", "etag", "retry-after", "idempotent-replayed", "x-rate-limit-remaining"]) {
      if (answer.headers.get(name)) shown.push(`${name}: ${answer.headers.get(name)}`);
    }
    let pretty = text;
    try { pretty = JSON.stringify(JSON.parse(text), null, 2); } catch { /* not JSON: as it is */ }
    output.textContent = `${shown.join("\n")}\n\n${pretty}`;
  } catch (fault) {
    output.textContent = `没有连上 Not reached: ${fault.message}`;
  }
};

const form = (method, path, operation, schemas) => {
  const made = element("form");
  const parameters = operation.parameters || [];
  for (const parameter of parameters) {
    const label = element("label");
    const name = element("span", `${parameter.name} `);
    if (parameter.required) name.append(element("i", "*"));
    const value = parameter.name === "Idempotency-Key" ? crypto.randomUUID()
      : parameter.required ? example(parameter.schema, schemas) ?? "" : "";
    label.append(name, element("input", "", { name: `p:${parameter.name}`, value, placeholder: parameter.in }));
    made.append(label);
  }
  const body = operation.requestBody?.content["application/json"];
  if (body) {
    const text = JSON.stringify(body.example ?? example(body.schema, schemas), null, 2);
    made.append(element("textarea", text, { name: "body", "aria-label": "body", spellcheck: "false" }));
  }
  const output = element("pre", "");
  output.hidden = true;
  made.append(element("button", "发送 Send", { type: "submit" }), output);
  made.addEventListener("submit", (event) => {
    event.preventDefault();
    output.hidden = false;
    output.textContent = "…";
    send(method.toUpperCase(), path, made, parameters, output);
  });
  return made;
};

const refusals = (operation) => {
  const table = element("table");
  for (const [status, answer] of Object.entries(operation.responses)) {
    const row = element("tr");
    row.append(element("td", status), element("td", answer.description));
    table.append(row);
  }
  return table;
};

const show = (method, path, operation, schemas) => {
  const details = element("details", "", { "data-text": `${method} ${path} ${operation.summary}`.toLowerCase() });
  const summary = element("summary");
  summary.append(element("b", method.toUpperCase()), element("code", path), ` ${operation.summary}`);
  details.append(summary);
  // Forms are made when they are first opened: there are many.
  details.addEventListener("toggle", () => {
    if (!details.open || details.dataset.made) return;
    details.dataset.made = "yes";
    if (operation["x-permission"]) details.append(element("p", `权限 permission: ${operation["x-permission"]}`));
    details.append(form(method, path, operation, schemas), refusals(operation));
  });
  return details;
};

const start = async () => {
  const answer = await (await fetch("/openapi.json")).json();
  document.getElementById("version").textContent = answer.info.version;
  document.getElementById("about").textContent = answer.info.description;
  const main = document.getElementById("operations");
  const groups = new Map();
  for (const [path, methods] of Object.entries(answer.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      const tag = operation.tags[0];
      if (!groups.has(tag)) {
        const section = element("section");
        section.append(element("h2", tag));
        groups.set(tag, section);
        main.append(section);
      }
      groups.get(tag).append(show(method, path, operation, answer.components.schemas));
    }
  }
  document.getElementById("filter").addEventListener("input", ({ target }) => {
    const wanted = target.value.trim().toLowerCase();
    for (const details of main.querySelectorAll("details")) {
      details.hidden = !details.dataset.text.includes(wanted);
    }
  });
};

start();
