/* Findings as JSON: the answer of a check, and of every call that a broken SOP stops. */
#include "api/telling.h"
#include "base/utf8.h"

/* --- one finding --- */

static json_t *json_words(struct report *report, const struct told_finding *told, enum lang lang,
                          void (*fill)(struct buf *, const struct told_finding *, enum lang))
{
    struct buf words = BUF_INIT;
    fill(&words, told, lang);
    return json_buffer(report, &words);
}

/* A line as it may be shown: what cannot be seen stands as one `?` each, so that columns stay. */
static json_t *json_line(struct report *report, struct text line)
{
    struct buf shown = BUF_INIT;
    for (size_t at = 0; at < line.len;) {
        uint32_t point = 0;
        size_t size = utf8_decode(line.at + at, line.len - at, &point);
        if (size && (utf8_is_printable(point) || point == '\t'))
            buf_bytes(&shown, line.at + at, size);
        else
            buf_byte(&shown, '?');
        at += size ? size : 1;
    }
    return json_buffer(report, &shown);
}

static json_t *json_excerpt(struct report *report, struct text bytes, struct span span)
{
    struct excerpt excerpt = excerpt_of(bytes, span);
    json_t *object = json_object();
    put(report, object, "text", json_line(report, excerpt.line));
    put(report, object, "cut", json_integer((json_int_t)excerpt.cut));
    put(report, object, "from", json_integer((json_int_t)excerpt.from));
    put(report, object, "count", json_integer((json_int_t)excerpt.count));
    return object;
}

static void put_place(struct report *report, json_t *object, const struct library_file *file, struct place place)
{
    put(report, object, "file", json_text(file->path));
    put(report, object, "line", json_integer((json_int_t)place.line));
    put(report, object, "column", json_integer((json_int_t)place.column));
}

/* A step as its key; how it was left behind it, where that is not by its being done. */
static json_t *json_waypoint(struct report *report, const struct waypoint *at)
{
    struct text mark = waypoint_mark(at);
    struct buf words = BUF_INIT;
    buf_text(&words, at->step);
    if (mark.len) {
        buf_string(&words, " [");
        buf_text(&words, mark);
        buf_byte(&words, ']');
    }
    return json_buffer(report, &words);
}

static json_t *json_path(struct report *report, struct path path)
{
    json_t *array = json_array();
    for (size_t i = 0; i < path.n; i++)
        append(report, array, json_waypoint(report, &path.at[i]));
    return array;
}

/* The same way for who prints it: `left` is the word to show, or null. */
static json_t *json_way(struct report *report, struct baku *baku, struct telling *telling, struct path path)
{
    json_t *array = json_array();
    for (size_t i = 0; i < path.n; i++) {
        const struct waypoint *at = &path.at[i];
        json_t *object = json_object();
        put(report, object, "number", json_integer(at->number));
        put(report, object, "step", json_text(at->step));
        put(report, object, "left", json_text_or_null(waypoint_word(at, baku->lang)));
        put(report, object, "called", json_text_or_null(at->called));
        put(report, object, "file", json_text(baku->library.files[at->file].path));
        put(report, object, "line", json_integer((json_int_t)telling_step(telling, &baku->library.arena, at).line));
        append(report, array, object);
    }
    return array;
}

static json_t *json_notes(struct report *report, const struct baku *baku, const struct told_finding *told)
{
    json_t *array = json_array();
    if (!told->finding->note)
        return array;
    json_t *object = json_object();
    put(report, object, "message", json_words(report, told, baku->lang, told_note));
    put_place(report, object, told->file, told->first.line ? told->first : told->place);
    if (baku->details && told->first.line)
        put(report, object, "excerpt", json_excerpt(report, told->file->bytes, told->finding->first));
    append(report, array, object);
    return array;
}

static json_t *json_finding(struct report *report, struct baku *baku, struct telling *telling,
                            const struct told_finding *told)
{
    const struct finding *finding = told->finding;
    json_t *object = json_object();
    put(report, object, "code", json_string(told->row->code));
    put(report, object, "severity", json_string(severity_name(told->row->severity)));
    put_place(report, object, told->file, told->place);
    put(report, object, "sop", json_text_or_null(finding->sop));
    put(report, object, "at", json_text_or_null(finding->at));
    put(report, object, "message", json_words(report, told, baku->lang, told_message));
    put(report, object, "help", json_words(report, told, baku->lang, told_help));
    put(report, object, "accepted", json_boolean(finding->accepted));
    put(report, object, "reason", json_text_or_null(finding->reason));
    put(report, object, "path", json_path(report, finding->path));
    put(report, object, "notes", json_notes(report, baku, told));
    if (baku->details) {
        put(report, object, "acceptable", json_boolean(told->row->acceptable));
        put(report, object, "way", json_way(report, baku, telling, finding->path));
        put(report, object, "excerpt", json_excerpt(report, told->file->bytes, finding->span));
    }
    return object;
}

static json_t *json_findings(struct report *report, struct baku *baku, const struct check_scope *scope)
{
    json_t *array = json_array();
    struct telling telling = telling_of(baku, scope);
    struct told_finding told;
    while (!report->failed && telling_next(&telling, &told))
        append(report, array, json_finding(report, baku, &telling, &told));
    return array;
}

/* --- the whole --- */

static json_t *json_ignored(struct report *report, const struct check_scope *scope, enum lang lang)
{
    json_t *array = json_array();
    for (size_t i = 0; i < scope->n_ignored; i++) {
        json_t *object = json_object();
        put(report, object, "path", json_text(scope->ignored[i].path));
        put(report, object, "reason", json_string(ignored_reason(scope->ignored[i].why, lang)));
        append(report, array, object);
    }
    return array;
}

/* "B2 B3" as ["B2","B3"] */
static json_t *json_families(struct report *report, const char *families)
{
    json_t *array = json_array();
    for (struct text rest = text_of(families); rest.len;)
        append(report, array, json_text(text_cut(rest, ' ', &rest)));
    return array;
}

static json_t *json_checked(struct report *report, enum lang lang)
{
    struct buf words = BUF_INIT;
    checked_words(&words, lang);
    return json_buffer(report, &words);
}

static json_t *json_unchecked(struct report *report, struct baku *baku, const struct check_scope *scope)
{
    const struct library_sop *const *sops = telling_sops(&baku->library);
    json_t *array = json_array();
    report->failed = report->failed || !sops;
    for (size_t i = 0; sops && sops[i]; i++) {
        const struct unchecked *unchecked = unchecked_of(sops[i]);
        if (!*unchecked->families || !scope_has(scope, sops[i]->file))
            continue;
        json_t *object = json_object();
        put(report, object, "sop", json_text(sops[i]->name));
        put(report, object, "checks", json_families(report, unchecked->families));
        put(report, object, "reason", json_string(unchecked->reason[baku->lang]));
        append(report, array, object);
    }
    return array;
}

static json_t *check_document(struct report *report, struct baku *baku, const struct check_scope *scope)
{
    struct findings_counts counts = telling_counts(baku, scope);
    json_t *document = json_object();
    put(report, document, "files", json_integer((json_int_t)counts.files));
    put(report, document, "findings", json_findings(report, baku, scope));
    put(report, document, "errors", json_integer((json_int_t)counts.severity[SEVERITY_ERROR]));
    put(report, document, "warnings", json_integer((json_int_t)counts.severity[SEVERITY_WARNING]));
    put(report, document, "notes", json_integer((json_int_t)counts.severity[SEVERITY_NOTE]));
    put(report, document, "accepted", json_integer((json_int_t)counts.accepted));
    put(report, document, "ignored", json_ignored(report, scope, baku->lang));
    put(report, document, "unchecked", json_unchecked(report, baku, scope));
    if (baku->details)
        put(report, document, "checked", json_checked(report, baku->lang));
    return document;
}

enum baku_status answer_findings(struct baku *baku, const struct check_scope *scope, struct baku_answer *answer)
{
    static json_t *(*const documents[])(struct report *, struct baku *, const struct check_scope *) = {
        [BAKU_FINDINGS] = check_document, [BAKU_SARIF] = sarif_document, [BAKU_MARKDOWN] = findings_page};
    struct report report = {0};
    if (!telling_sort(&baku->library))
        return answer_failure(baku, answer, STATUS_MEMORY);
    struct findings_counts counts = telling_counts(baku, scope);
    bool no = counts.severity[SEVERITY_ERROR] || (scope->strict && counts.severity[SEVERITY_WARNING]);
    json_t *document = documents[scope->format](&report, baku, scope);
    return answer_with(baku, answer, &report, document, no ? BAKU_NO : BAKU_YES);
}

enum baku_status answer_if_broken(struct baku *baku, struct library_sop *sop, struct baku_answer *answer)
{
    struct library_sop *culprit;
    struct library *library = &baku->library;
    bool can_run = library_can_run(library, sop, &culprit);
    if (library->arena.failed)
        return answer_failure(baku, answer, STATUS_MEMORY);
    if (can_run)
        return BAKU_YES;
    bool *files = ARENA_ARRAY(&library->arena, library->n_files, bool);
    if (!files)
        return answer_failure(baku, answer, STATUS_MEMORY);
    files[culprit->file] = true;
    if (library->regions[culprit->region].errors)
        files[library->regions[culprit->region].file] = true;
    struct check_scope scope = {.files = files};
    return answer_findings(baku, &scope, answer);
}
