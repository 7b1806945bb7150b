// The judge of tests/sarif-ajv: node tests/sarif-ajv.js build/baku FOLDER…
//
// Each *.yaml of the folders, and files made here that mean ill, is checked as JSON and as SARIF. The log is valid by the
// schema and says what the JSON says; no character that cannot be seen stands in it; no two results share a fingerprint,
// and a fingerprint is the same when lines are added above.
"use strict";
const { spawnSync } = require("child_process");
const fs = require("fs");
const path = require("path");
const npm = path.join(__dirname, "npm", "node_modules");
const Ajv = require(path.join(npm, "ajv"));
const schema = require(path.join(npm, "@microsoft", "jest-sarif", "lib", "schemas", "sarif-2.1.0-rtm.5.json"));

const [program, ...folders] = process.argv.slice(2);
const work = path.join("build", "sarif");
let number = 0;
let failed = 0;

const ajv = new Ajv({ schemaId: "auto", meta: false, allErrors: true, unknownFormats: "ignore", logger: false });
const meta = require(path.join(npm, "ajv", "lib", "refs", "json-schema-draft-04.json"));
ajv.addMetaSchema(meta);
ajv._opts.defaultMeta = meta.id;
const validate = ajv.compile(schema);

function verdict(name, problems) {
    number++;
    failed += problems.length > 0;
    console.log(`${problems.length ? "not ok" : "ok"} ${number} - ${name}`);
    for (const problem of problems.slice(0, 10))
        console.log(`#   ${problem}`);
}

function* filesIn(folder) {
    for (const entry of fs.readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
        const file = path.join(folder, entry.name);
        if (entry.isDirectory())
            yield* filesIn(file);
        else if (entry.name.endsWith(".yaml"))
            yield file;
    }
}

function check(format, lang, ...operands) {
    const ran = spawnSync(program, ["check", "--format", format, "--lang", lang, "--sops", "sops", "--", ...operands],
        { encoding: "utf8", maxBuffer: 1 << 28 });
    if (ran.status !== 0 && ran.status !== 1)
        throw new Error(`baku check ${operands} ended with ${ran.status}: ${ran.stderr}${ran.stdout}`);
    return { status: ran.status, text: ran.stdout, log: JSON.parse(ran.stdout) };
}

// Controls and what reorders or hides; the line breaks of JSON's own layout are no part of a string.
const unseen = /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u00AD\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF]/;

function* stringsIn(value) {
    if (typeof value === "string")
        yield value;
    else if (value && typeof value === "object")
        for (const key of Object.keys(value))
            yield* stringsIn(value[key]);
}

// A sentence as it is in a log, as it is in the JSON, and what both share: a blank keeps `](` from being a link.
const unlinked = (text) => text.replace(/\] \(/g, "](");
const plain = (text) => unlinked(text.replace(/\{\{/g, "{").replace(/\}\}/g, "}"));

// A reason with what cannot be seen in it shown.
const shown = (text) => text && Array.from(text, (c) => (c === "\n" || unseen.test(c) ? `\\u{${c.codePointAt(0).toString(16).toUpperCase()}}` : c)).join("");

function pathOf(uri) {
    return decodeURIComponent(uri.replace(/^file:\/\//, ""));
}

// Does a result say what the finding says?
function differs(result, finding, rules) {
    const place = result.locations[0].physicalLocation;
    const said = plain(result.message.text);
    if (result.ruleId !== finding.code || rules[result.ruleIndex].id !== finding.code)
        return `is ${result.ruleId}, rule ${result.ruleIndex}`;
    if (result.level !== finding.severity || result.kind !== "fail")
        return `has level ${result.level}`;
    if (said !== unlinked(`${finding.message}\n\n${finding.help}`))
        return `says ${said}`;
    if (place.region.startLine !== finding.line || place.region.startColumn !== finding.column)
        return `stands at ${JSON.stringify(place.region)}`;
    if (!place.region.endLine && place.region.endColumn < place.region.startColumn)
        return `ends at ${JSON.stringify(place.region)}`;
    if (pathOf(place.artifactLocation.uri) !== finding.file)
        return `stands in ${place.artifactLocation.uri}`;
    if (finding.accepted ? (result.suppressions[0] || {}).justification !== shown(finding.reason) : result.suppressions.length)
        return `has suppressions ${JSON.stringify(result.suppressions)}`;
    if (Boolean(result.codeFlows) !== finding.path.length > 0 || Boolean(result.relatedLocations) !== finding.notes.length > 0)
        return "lacks its path or its note";
    return null;
}

const printOf = (result) => result.partialFingerprints["codeAndPlace/v1"];

function judge(sarif, json) {
    const problems = validate(sarif.log) ? [] : ajv.errorsText(validate.errors).split(", data").slice(0, 5);
    const run = sarif.log.runs[0];
    const findings = json.log.findings;
    if (sarif.status !== json.status)
        problems.push(`ended with ${sarif.status}, as JSON with ${json.status}`);
    if (run.results.length !== findings.length)
        problems.push(`${run.results.length} results of ${findings.length} findings`);
    if (new Set(run.results.map(printOf)).size !== run.results.length)
        problems.push("two results share a fingerprint");
    for (const [i, result] of run.results.entries()) {
        const difference = differs(result, findings[i], run.tool.driver.rules);
        if (difference)
            problems.push(`${findings[i].file}:${findings[i].line}: ${findings[i].code}: ${difference}`);
    }
    for (const string of stringsIn(sarif.log))
        if (unseen.test(string.replace(/^[\r\n]+$/, "")))
            problems.push(`what cannot be seen: ${JSON.stringify(string)}`);
    if (unseen.test(sarif.text))
        problems.push("what cannot be seen stands in the log");
    return problems;
}

function judgeFiles(name, files) {
    const problems = [];
    for (const [i, file] of files.entries()) {
        const lang = i % 2 ? "en" : "id";
        problems.push(...judge(check("sarif", lang, file), check("json", lang, file)).map((p) => `${file}: ${p}`));
    }
    problems.push(...judge(check("sarif", "id", ...files), check("json", "id", ...files)));
    verdict(`${name}: ${files.length} files`, problems);
}

// Lines of comment above all others; a file that must begin with its first line (a directive, a mark) is left as it is.
function withLinesAbove(bytes) {
    const begins = bytes.subarray(0, 1).toString("latin1");
    return begins === "%" || bytes[0] >= 0x80 || bytes[0] === 0 ? bytes : Buffer.concat([Buffer.from("# satu\n#\n# tiga\n"), bytes]);
}

function moved(from, to) {
    fs.cpSync(from, to, { recursive: true });
    for (const file of filesIn(to))
        fs.writeFileSync(file, withLinesAbove(fs.readFileSync(file)));
}

// The whole folder's prints; those of a file that is counted up to the limit of findings are as many in any case.
function judgeMoved(folder) {
    const copy = path.join(work, "moved", path.basename(folder));
    moved(folder, copy);
    const data = path.join(folder, "..", "data"); // what the regions beside it share
    if (fs.existsSync(data))
        fs.cpSync(data, path.join(work, "moved", "data"), { recursive: true, dereference: true });
    const prints = (root) => [...filesIn(root)].map((file) =>
        [path.relative(root, file), check("sarif", "id", file).log.runs[0].results.map(printOf).sort().join("\n")]);
    const before = prints(folder);
    const after = new Map(prints(copy));
    const problems = [];
    for (const [file, print] of before)
        if (after.get(file) !== print)
            problems.push(`${file}: ${print}, and with lines above ${after.get(file)}`);
    verdict(`${folder}: fingerprints stay when lines are added above`, problems);
}

// A region whose files mean ill: names with marks of URIs, texts with those of SARIF, of terminals and of Markdown.
function makeHostile() {
    const region = path.join(work, "wila yah#%25?[x]");
    fs.mkdirSync(region, { recursive: true });
    fs.writeFileSync(path.join(region, "region.yaml"), "actors: {petugas: Petugas}\n");
    const texts = ["{0}", "[klik](http://jahat)", "</script><script>", "a\\nb", "{{", "]\\(", "|`|", "\\u202Eevil", "\\x1b[31m", "\\0"];
    for (const [i, text] of texts.entries())
        fs.writeFileSync(path.join(region, `a:b ${i} é'\".yaml`),
            `title: "${text.replace(/"/g, "")}"\n"${text}": x\nsteps:\n  - {step: satu, actor: "${text}", inputs: ["${text}"]}\n` +
            `  - {step: satu, actor: petugas, next: "${text}"}\n` +
            `accepted:\n  - {finding: B108, at: satu.x, reason: "r ${text}"}\n  - {finding: B303, at: satu.x, reason: "${text}"}\n`);
    fs.writeFileSync(path.join(region, "satu-baris.yaml"), "title: T\rsteps: [{step: a, actor: x}, {step: a, actor: x}]\r");
    fs.writeFileSync(path.join(region, "bidi.yaml"), "title: a\u202Eb\nsteps: [{step: \u2066, actor: \u0007}]\n");
    fs.writeFileSync(path.join(region, "sandi.yaml"), Buffer.from([0x74, 0x3A, 0x20, 0xFF, 0xFE, 0x0A]));
    return region;
}

fs.rmSync(work, { recursive: true, force: true });
for (const folder of folders)
    judgeFiles(folder, [...filesIn(folder)]);
const hostile = makeHostile();
judgeFiles("files that mean ill", [...filesIn(hostile)]);
judgeFiles("files by their whole path", [...filesIn(hostile)].map((file) => path.resolve(file)));
judgeMoved("tests/findings.d");
judgeMoved("engine/api/examples");
console.log(`1..${number}`);
process.exit(failed ? 1 : 0);
