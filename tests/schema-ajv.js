// The judge of tests/schema-ajv: node tests/schema-ajv.js build/baku FOLDER…
"use strict";
const { execFileSync, spawnSync } = require("child_process");
const fs = require("fs");
const path = require("path");
const Ajv = require("ajv");
const yaml = require("js-yaml");

const [program, ...folders] = process.argv.slice(2);
const counts = {};
let number = 0;
let failed = 0;

function verdict(name, problems) {
    number++;
    failed += problems.length > 0;
    console.log(`${problems.length ? "not ok" : "ok"} ${number} - ${name}`);
    for (const problem of problems)
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

function kindOf(file) {
    if (path.basename(file) === "region.yaml")
        return "region";
    if (path.basename(path.dirname(file)) === "data")
        return path.basename(file) === "legal.yaml" ? "legal" : "holidays";
    return path.basename(path.dirname(file)) === "scenarios" ? "scenario" : "sop";
}

// The findings of shape in the file itself, and whether it is accepted: as `baku check` says.
function check(file) {
    const ran = spawnSync(program, ["check", "--format", "json", "--sops", "sops", file], { encoding: "utf8", maxBuffer: 1 << 28 });
    if (ran.status !== 0 && ran.status !== 1)
        throw new Error(`baku check ${file} ended with ${ran.status}: ${ran.stderr}${ran.stdout}`);
    const findings = JSON.parse(ran.stdout).findings.filter((f) => f.severity === "error" && !f.accepted);
    const inIt = findings.filter((f) => path.resolve(f.file) === path.resolve(file));
    return {
        accepted: ran.status === 0,
        shape: inIt.find((f) => f.code >= "B005" && f.code <= "B008"),
        first: findings[0],
    };
}

function validate(file, validator) {
    let value;
    try {
        value = yaml.load(new TextDecoder("utf-8", { fatal: true }).decode(fs.readFileSync(file)), { schema: yaml.CORE_SCHEMA });
    } catch (error) {
        return { accepted: false, why: `js-yaml: ${String(error.message).split("\n")[0]}` };
    }
    const accepted = validator(value === undefined ? null : value);
    const errors = (validator.errors || []).map((e) => `${e.dataPath || "the file"} ${e.message} (${e.schemaPath})`);
    return { accepted, why: errors.slice(0, 5).join("; ") };
}

function judge(file, validators) {
    const wanted = /^# schema: refused/m.test(fs.readFileSync(file, "latin1"));
    const reader = check(file);
    const schema = validate(file, validators[kindOf(file)]);
    const problems = [];
    const cell = `check ${reader.accepted ? "accepts" : "refuses"}, schema ${schema.accepted ? "accepts" : "refuses"}`;
    counts[cell] = (counts[cell] || 0) + 1;
    if (reader.accepted && !schema.accepted)
        problems.push(`check accepts it, the schema refuses it: ${schema.why}`);
    if (schema.accepted && reader.shape)
        problems.push(`the schema accepts what is ${reader.shape.code}, line ${reader.shape.line}: ${reader.shape.message}`);
    else if (schema.accepted && wanted)
        problems.push(`the schema accepts it, and should not (check: ${reader.first ? reader.first.message : "accepts"})`);
    verdict(file, problems);
}

const validators = {};
for (const kind of ["sop", "region", "scenario", "legal", "holidays"]) {
    const ajv = new Ajv({ allErrors: true, verbose: false });
    const schema = JSON.parse(execFileSync(program, ["schema", kind], { encoding: "utf8" }));
    const problems = ajv.validateSchema(schema) ? [] : [ajv.errorsText()];
    validators[kind] = ajv.compile(schema);
    verdict(`the ${kind} schema is one of draft-07`, problems);
}
for (const folder of folders)
    for (const file of filesIn(folder))
        judge(file, validators);
for (const cell of Object.keys(counts).sort())
    console.log(`# ${counts[cell]} files: ${cell}`);
console.log(`1..${number}`);
process.exit(failed ? 1 : 0);
