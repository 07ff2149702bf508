// Copies what the pages load from node_modules into server/static/vendor, with the licence of each library beside it.
// Run by `make vendor`; nothing of it is needed to run or to test the server.
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const modules = join(root, "node_modules");
const target = join(root, "server", "static", "vendor");
// What no package carries and this script does not make.
const kept = new Set(["README.md", "licences"]);

const files = {
  "yasqe.js": ["@zazuko/yasqe", "build/yasqe.min.js"],
  "yasqe.css": ["@zazuko/yasqe", "build/yasqe.min.css"],
  "cytoscape.js": ["cytoscape", "dist/cytoscape.min.js"],
  "leaflet.js": ["leaflet", "dist/leaflet.js"],
  "leaflet.css": ["leaflet", "dist/leaflet.css"],
  "topojson-client.js": ["topojson-client", "dist/topojson-client.min.js"],
  "countries-50m.json": ["world-atlas", "countries-50m.json"],
};
// Packages whose code is inside a file of another one.
const within = {
  "@zazuko/yasqe": [
    "codemirror", "decode-uri-component", "dompurify", "filter-obj", "lodash-es", "query-string", "split-on-first",
    "store", "strict-uri-encode",
  ],
};

const manifest = (name) => JSON.parse(readFileSync(join(modules, name, "package.json"), "utf8"));

// Markup that the pages' content policy would refuse, and what stands there instead.
const mended = { "yasqe.js": [["<strong style='text-decoration:underline'>", "<strong>"]] };

// Source maps stay behind, and the stylesheet of Leaflet names pictures of controls that no page uses.
function copy(file, [name, path]) {
  const source = join(modules, name, path);
  if (path.endsWith(".json")) return copyFileSync(source, join(target, file));
  const mend = (text, [found, put]) => {
    if (!text.includes(found)) throw new Error(`${file} holds no ${found} any more; see what the library does now`);
    return text.replaceAll(found, put);
  };
  const text = (mended[file] ?? []).reduce(mend, readFileSync(source, "utf8"))
    .replace(/^\/\/# sourceMappingURL=.*$/gm, "")
    .replace(/^\/\*# sourceMappingURL=.*$/gm, "")
    .replace(/background-image:\s*url\(images\/[^)]*\);?/g, "");
  writeFileSync(join(target, file), text.trimEnd() + "\n");
}

function licence(name) {
  const found = readdirSync(join(modules, name)).find((entry) => /^licen[cs]e(\.\w+)?$/i.test(entry));
  const own = join(target, "licences", `${name.replaceAll("/", "-").replace("@", "")}.txt`);
  if (found) copyFileSync(join(modules, name, found), own);
  else if (!existsSync(own)) throw new Error(`${name} carries no licence; put its text into ${own}`);
}

function readme(names) {
  const rows = names.map((name) => {
    const { version, license } = manifest(name);
    const held = Object.keys(files).filter((file) => files[file][0] === name);
    const host = Object.keys(within).find((each) => within[each].includes(name));
    return `| ${name} | ${version} | ${license} | ${held.join(", ") || `inside ${host}`} |`;
  });
  const text = `# Libraries of the pages

Made by \`make vendor\` from the versions that package.json pins; edit nothing here. The licence of each stands in \`licences/\`.
The map is Natural Earth's, which is in the public domain.

| package | version | licence | files |
|---|---|---|---|
${rows.join("\n")}
`;
  writeFileSync(join(target, "README.md"), text);
}

mkdirSync(join(target, "licences"), { recursive: true });
for (const entry of readdirSync(target)) if (!kept.has(entry)) rmSync(join(target, entry), { recursive: true });
for (const [file, source] of Object.entries(files)) copy(file, source);
const names = [...new Set(Object.values(files).map(([name]) => name))].flatMap((name) => [name, ...(within[name] ?? [])]);
names.forEach(licence);
readme(names);
console.log(`${Object.keys(files).length} files of ${names.length} packages are in server/static/vendor`);
