/* Findings as a SARIF 2.1.0 log with one run (OASIS, "Static Analysis Results Interchange Format").
 *
 * Sections of the standard stand where something follows from them. Two rules hold for every sentence: a brace is
 * doubled, since a single one is a placeholder (3.11.5), and nothing makes an embedded link (3.11.6). What comes from a
 * file is escaped as in every message, so that no control or bidi character stands in a log. */
#include <string.h>

#include "api/explain.h"
#include "api/telling.h"

/* A log while it is built. */
struct sarif {
    struct report *report;
    struct baku *baku;
    const struct check_scope *scope;
    int rule_index[FINDING_COUNT]; /* of the codes that occur; -1 */
    struct map seen;               /* fingerprints, to an index of `times` */
    uint32_t *times;               /* how often each has come */
};

/* --- sentences and places --- */

/* {"text"}; the words are released. */
static json_t *message(struct report *report, struct buf *words)
{
    struct buf text = BUF_INIT;
    struct text from = buf_view(words);
    for (size_t i = 0; i < from.len; i++) {
        char byte = from.at[i];
        buf_byte(&text, (unsigned char)byte);
        if (byte == '{' || byte == '}')
            buf_byte(&text, (unsigned char)byte);
        else if (byte == ']' && i + 1 < from.len && from.at[i + 1] == '(')
            buf_byte(&text, ' ');
    }
    text.failed = text.failed || words->failed;
    buf_release(words);
    json_t *json = json_object();
    put(report, json, "text", json_buffer(report, &text));
    return json;
}

static json_t *message_of(struct report *report, const char *string)
{
    struct buf words = BUF_INIT;
    buf_string(&words, string);
    return message(report, &words);
}

/* A path as a URI reference: relative where it is (RFC 3986). */
static json_t *uri(struct report *report, struct text path)
{
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";
    struct buf words = BUF_INIT;
    buf_string(&words, path.len && path.at[0] == '/' ? "file://" : "");
    for (size_t i = 0; i < path.len; i++) {
        unsigned char byte = (unsigned char)path.at[i];
        if (byte && strchr(plain, byte)) {
            buf_byte(&words, byte);
        } else {
            buf_byte(&words, '%');
            buf_byte(&words, (unsigned char)"0123456789ABCDEF"[byte >> 4]);
            buf_byte(&words, (unsigned char)"0123456789ABCDEF"[byte & 15]);
        }
    }
    return json_buffer(report, &words);
}

static json_t *region(struct report *report, struct place from, struct place to)
{
    json_t *json = json_object();
    put(report, json, "startLine", json_integer((json_int_t)from.line));
    put(report, json, "startColumn", json_integer((json_int_t)from.column));
    if (to.line != from.line)
        put(report, json, "endLine", json_integer((json_int_t)to.line));
    put(report, json, "endColumn", json_integer((json_int_t)to.column));
    return json;
}

/* The cursor has come to the span's start or stands before it. */
static json_t *location(struct report *report, const struct library_file *file, struct place_cursor cursor,
                        struct span span)
{
    json_t *artifact = json_object(), *physical = json_object(), *json = json_object();
    struct place from = place_next(&cursor, span.start), to = place_next(&cursor, span.end);
    put(report, artifact, "uri", uri(report, file->path));
    put(report, physical, "artifactLocation", artifact);
    put(report, physical, "region", region(report, from, to));
    put(report, json, "physicalLocation", physical);
    return json;
}

/* [value] */
static json_t *alone(struct report *report, json_t *value)
{
    json_t *json = json_array();
    append(report, json, value);
    return json;
}

/* --- rules --- */

static json_t *rule(struct report *report, const struct finding_row *row, enum lang lang)
{
    struct buf help = BUF_INIT;
    json_t *json = json_object(), *configuration = json_object();
    put(report, json, "id", json_string(row->code));
    put(report, json, "shortDescription", message_of(report, row->meaning[lang]));
    if (row->why[lang])
        put(report, json, "fullDescription", message_of(report, row->why[lang]));
    explain_help(&help, row, lang);
    put(report, json, "help", message(report, &help));
    put(report, configuration, "level", json_string(severity_name(row->severity)));
    put(report, json, "defaultConfiguration", configuration);
    return json;
}

/* The codes that occur, in the order of their table. */
static json_t *rules(struct sarif *s)
{
    bool occurs[FINDING_COUNT] = {false};
    struct telling telling = telling_of(s->baku, s->scope);
    struct told_finding told;
    json_t *array = json_array();
    int n = 0;
    while (telling_next(&telling, &told))
        occurs[told.finding->code] = true;
    for (int i = 0; i < FINDING_COUNT; i++) {
        s->rule_index[i] = occurs[i] ? n++ : -1;
        if (occurs[i])
            append(s->report, array, rule(s->report, finding_row((enum finding_code)i), s->baku->lang));
    }
    return array;
}

static json_t *tool(struct sarif *s)
{
    const char *version = strchr(baku_version(), ' ');
    json_t *driver = json_object(), *json = json_object();
    put(s->report, driver, "name", json_string("baku"));
    put(s->report, driver, "version", json_string(version ? version + 1 : baku_version()));
    put(s->report, driver, "rules", rules(s));
    put(s->report, json, "driver", driver);
    return json;
}

/* --- fingerprints --- */

/* The last parts of a path that name a file among the regions: `REGION/region.yaml`, `REGION/scenarios/x.yaml`. */
static struct text file_name(struct text path)
{
    size_t parts = text_eq(path_name(path_folder(path)), TEXT("scenarios")) ? 3 : 2, at = path.len;
    while (at && parts) {
        at--;
        parts -= path.at[at] == '/';
    }
    at += parts == 0;
    return (struct text){path.at + at, path.len - at};
}

/* CODE|SOP or file|place|what is named there. */
static void fingerprint_facts(struct buf *to, const struct told_finding *told)
{
    enum { MOST = 80 };
    const struct finding *finding = told->finding;
    const struct text facts[] = {finding->sop.len ? finding->sop : file_name(told->file->real), finding->at,
                                 finding->name, finding->value};
    buf_string(to, told->row->code);
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++) {
        buf_byte(to, '|');
        buf_shown(to, facts[i], i < 2 ? SIZE_MAX : MOST);
    }
}

/* How often this fingerprint has come, this time included; 0 when memory is out. */
static uint32_t count_fingerprint(struct sarif *s, struct text facts)
{
    struct arena *arena = &s->baku->library.arena;
    int64_t known = map_find(&s->seen, facts);
    if (known >= 0)
        return ++s->times[known];
    uint32_t fresh = (uint32_t)s->seen.count;
    char *kept = arena_copy(arena, facts.at, facts.len);
    if (!kept || map_add(&s->seen, arena, (struct text){kept, facts.len}, fresh) != MAP_ADDED)
        return 0;
    return s->times[fresh] = 1;
}

static json_t *fingerprint(struct sarif *s, const struct told_finding *told)
{
    struct buf words = BUF_INIT;
    fingerprint_facts(&words, told);
    uint32_t nth = words.failed ? 0 : count_fingerprint(s, buf_view(&words));
    buf_byte(&words, '|');
    buf_number(&words, nth);
    words.failed = words.failed || nth == 0;
    json_t *json = json_object();
    put(s->report, json, "codeAndPlace/v1", json_buffer(s->report, &words));
    return json;
}

/* --- results --- */

/* Does the waiver stand in the region's file, and not in the SOP's own? */
static bool is_accepted_elsewhere(const struct library *library, const struct finding *finding)
{
    const struct library_sop *entry = telling_sop(library, finding->file);
    for (size_t i = 0; entry && entry->sop && i < entry->sop->waivers.n; i++) {
        const struct waiver *waiver = &entry->sop->waivers.at[i];
        if (waiver->code == finding->code && text_eq(waiver->at, finding->at))
            return waiver->regional;
    }
    return false;
}

/* Where one result has the list all must have it; empty says "not suppressed" (3.27.23). */
static json_t *suppressions(struct sarif *s, const struct finding *finding)
{
    json_t *json = json_object();
    if (!finding->accepted) {
        json_decref(json);
        return json_array();
    }
    bool elsewhere = is_accepted_elsewhere(&s->baku->library, finding);
    put(s->report, json, "kind", json_string(elsewhere ? "external" : "inSource"));
    put(s->report, json, "status", json_string("accepted"));
    put(s->report, json, "justification", json_shown(s->report, finding->reason));
    return alone(s->report, json);
}

/* The place as a waiver names it: the SOP's name, and within it. */
static json_t *logical_location(struct report *report, const struct finding *finding)
{
    struct buf full = BUF_INIT;
    json_t *json = json_object();
    buf_shown(&full, finding->sop, SIZE_MAX);
    if (finding->at.len) {
        put(report, json, "name", json_shown(report, finding->at));
        buf_byte(&full, '/');
        buf_shown(&full, finding->at, SIZE_MAX);
    }
    put(report, json, "fullyQualifiedName", json_buffer(report, &full));
    return json;
}

static json_t *result_location(struct sarif *s, const struct telling *telling, const struct told_finding *told)
{
    json_t *json = location(s->report, told->file, telling->cursor, told->finding->span);
    if (told->finding->sop.len)
        put(s->report, json, "logicalLocations", alone(s->report, logical_location(s->report, told->finding)));
    return json;
}

static size_t slashes(struct text step)
{
    size_t n = 0;
    for (size_t i = 0; i < step.len; i++)
        n += step.at[i] == '/';
    return n;
}

static json_t *flow_location(struct sarif *s, struct telling *telling, const struct waypoint *at)
{
    const struct library_file *file = &s->baku->library.files[at->file];
    struct buf words = BUF_INIT;
    json_t *json = json_object();
    struct place_cursor cursor = telling_step(telling, &s->baku->library.arena, at);
    json_t *where = location(s->report, file, cursor, at->span);
    waypoint_shown(&words, at, s->baku->lang);
    put(s->report, where, "message", message(s->report, &words));
    put(s->report, json, "location", where);
    put(s->report, json, "nestingLevel", json_integer((json_int_t)slashes(at->step)));
    return json;
}

/* The shortest way that shows the finding: one flow with one thread (3.36, 3.37). */
static json_t *code_flow(struct sarif *s, struct telling *telling, struct path path)
{
    json_t *locations = json_array(), *thread = json_object(), *json = json_object();
    for (size_t i = 0; i < path.n; i++)
        append(s->report, locations, flow_location(s, telling, &path.at[i]));
    put(s->report, thread, "locations", locations);
    put(s->report, json, "threadFlows", alone(s->report, thread));
    return json;
}

static json_t *related(struct sarif *s, const struct telling *telling, const struct told_finding *told)
{
    struct buf words = BUF_INIT;
    json_t *json = told->first.line ? location(s->report, told->file, telling->first, told->finding->first)
                                    : location(s->report, told->file, telling->cursor, told->finding->span);
    told_note(&words, told, s->baku->lang);
    put(s->report, json, "message", message(s->report, &words));
    return json;
}

static json_t *result(struct sarif *s, struct telling *telling, const struct told_finding *told)
{
    struct buf words = BUF_INIT;
    json_t *json = json_object();
    put(s->report, json, "ruleId", json_string(told->row->code));
    put(s->report, json, "ruleIndex", json_integer(s->rule_index[told->finding->code]));
    put(s->report, json, "kind", json_string("fail")); /* a level besides "none" goes with no other (3.27.9) */
    put(s->report, json, "level", json_string(severity_name(told->row->severity)));
    told_message(&words, told, s->baku->lang);
    buf_string(&words, "\n\n");
    told_help(&words, told, s->baku->lang);
    put(s->report, json, "message", message(s->report, &words));
    put(s->report, json, "locations", alone(s->report, result_location(s, telling, told)));
    if (told->finding->note)
        put(s->report, json, "relatedLocations", alone(s->report, related(s, telling, told)));
    if (told->finding->path.n)
        put(s->report, json, "codeFlows", alone(s->report, code_flow(s, telling, told->finding->path)));
    put(s->report, json, "partialFingerprints", fingerprint(s, told));
    put(s->report, json, "suppressions", suppressions(s, told->finding));
    return json;
}

static json_t *results(struct sarif *s)
{
    struct telling telling = telling_of(s->baku, s->scope);
    struct told_finding told;
    json_t *array = json_array();
    s->times = ARENA_ARRAY(&s->baku->library.arena, s->baku->library.findings.n + 1, uint32_t);
    s->report->failed = s->report->failed || !s->times;
    while (!s->report->failed && telling_next(&telling, &told))
        append(s->report, array, result(s, &telling, &told));
    return array;
}

/* --- what was not looked for --- */

static json_t *notification(struct sarif *s, struct text path, struct buf *words)
{
    json_t *json = json_object(), *artifact = json_object(), *physical = json_object(), *where = json_object();
    put(s->report, artifact, "uri", uri(s->report, path));
    put(s->report, physical, "artifactLocation", artifact);
    put(s->report, where, "physicalLocation", physical);
    put(s->report, json, "level", json_string("note"));
    put(s->report, json, "message", message(s->report, words));
    put(s->report, json, "locations", alone(s->report, where));
    return json;
}

static void notify_unchecked(struct sarif *s, json_t *array, const struct library_sop *sop)
{
    const struct unchecked *unchecked = unchecked_of(sop);
    struct buf words = BUF_INIT;
    if (!*unchecked->families || !scope_has(s->scope, sop->file))
        return;
    unchecked_words(&words, sop, s->baku->lang);
    append(s->report, array, notification(s, s->baku->library.files[sop->file].path, &words));
}

/* What was met on the way, not how the tool is set up (3.20.21): the SOPs that were not checked whole, the files that
 * were passed over. */
static json_t *invocation(struct sarif *s)
{
    const struct library_sop *const *sops = telling_sops(&s->baku->library);
    json_t *json = json_object(), *array = json_array();
    s->report->failed = s->report->failed || !sops;
    for (size_t i = 0; sops && sops[i]; i++)
        notify_unchecked(s, array, sops[i]);
    for (size_t i = 0; i < s->scope->n_ignored; i++) {
        struct buf words = BUF_INIT;
        buf_string(&words, ignored_reason(s->scope->ignored[i].why, s->baku->lang));
        append(s->report, array, notification(s, s->scope->ignored[i].path, &words));
    }
    put(s->report, json, "executionSuccessful", json_true());
    put(s->report, json, "toolExecutionNotifications", array);
    return json;
}

static json_t *run(struct sarif *s)
{
    static const char *const breaks[] = {"\r\n", "\n", "\r"};
    json_t *json = json_object(), *sequences = json_array();
    for (size_t i = 0; i < 3; i++)
        append(s->report, sequences, json_string(breaks[i]));
    put(s->report, json, "tool", tool(s));
    put(s->report, json, "invocations", alone(s->report, invocation(s)));
    put(s->report, json, "language", json_string(s->baku->lang == LANG_ID ? "id" : "en"));
    put(s->report, json, "defaultEncoding", json_string("UTF-8"));
    put(s->report, json, "newlineSequences", sequences);
    put(s->report, json, "columnKind", json_string("unicodeCodePoints"));
    put(s->report, json, "results", results(s));
    return json;
}

json_t *sarif_document(struct report *report, struct baku *baku, const struct check_scope *scope)
{
    struct sarif s = {.report = report, .baku = baku, .scope = scope};
    json_t *json = json_object();
    put(report, json, "$schema",
        json_string("https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"));
    put(report, json, "version", json_string("2.1.0"));
    put(report, json, "runs", alone(report, run(&s)));
    return json;
}
