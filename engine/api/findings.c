/* Findings as JSON: the answer of a check, and of every call that a broken SOP stops. */
#include <string.h>

#include "api/answer.h"
#include "base/place.h"
#include "base/sort.h"
#include "base/utf8.h"

/* --- findings as JSON --- */

static json_t *json_filled(struct report *report, const struct finding *finding, enum lang lang, size_t line,
                           void (*fill)(struct buf *, const struct finding *, enum lang, size_t))
{
    struct buf words = BUF_INIT;
    fill(&words, finding, lang, line);
    json_t *json = words.failed ? NULL : json_text(buf_view(&words));
    report->failed = report->failed || !json;
    buf_release(&words);
    return json;
}

/* A line as it may be shown: what cannot be seen stands as one `?` each, so that columns stay. */
static json_t *json_line(struct text line)
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
    json_t *json = shown.failed ? NULL : json_text(buf_view(&shown));
    buf_release(&shown);
    return json;
}

static json_t *json_excerpt(struct report *report, struct text bytes, struct span span)
{
    struct excerpt excerpt = excerpt_of(bytes, span);
    json_t *object = json_object();
    put(report, object, "text", json_line(excerpt.line));
    put(report, object, "cut", json_integer((json_int_t)excerpt.cut));
    put(report, object, "from", json_integer((json_int_t)excerpt.from));
    put(report, object, "count", json_integer((json_int_t)excerpt.count));
    return object;
}

/* Where findings stand in the file that is being told of. */
struct telling {
    uint32_t file;
    struct place_cursor cursor, first; /* of the findings; of the other places that they name */
};

static json_t *json_finding(struct report *report, const struct baku *baku, struct telling *telling,
                            const struct finding *finding)
{
    const struct library_file *file = &baku->library.files[finding->file];
    const struct finding_row *row = finding_row(finding->code);
    if (telling->file != finding->file)
        *telling = (struct telling){finding->file, {.text = file->bytes}, {.text = file->bytes}};
    struct place place = place_next(&telling->cursor, finding->span.start);
    size_t first = finding->first.end ? place_next(&telling->first, finding->first.start).line : 0;
    json_t *object = json_object();
    put(report, object, "code", json_string(row->code));
    put(report, object, "severity", json_string(severity_name(row->severity)));
    put(report, object, "file", json_text(file->path));
    put(report, object, "line", json_integer((json_int_t)place.line));
    put(report, object, "column", json_integer((json_int_t)place.column));
    put(report, object, "sop", json_text_or_null(finding->sop));
    put(report, object, "at", json_text_or_null(finding->at));
    put(report, object, "message", json_filled(report, finding, baku->lang, first, finding_message));
    put(report, object, "help", json_filled(report, finding, baku->lang, first, finding_help));
    put(report, object, "accepted", json_boolean(finding->accepted));
    put(report, object, "reason", json_text_or_null(finding->reason));
    put(report, object, "path", json_array());
    if (baku->details)
        put(report, object, "excerpt", json_excerpt(report, file->bytes, finding->span));
    return object;
}

struct counts {
    size_t severity[3], accepted;
};

static json_t *json_findings(struct report *report, const struct baku *baku, const struct check_scope *scope,
                             struct counts *counts)
{
    json_t *array = json_array();
    struct telling telling = {.file = UINT32_MAX};
    for (size_t i = 0; i < baku->library.findings.n && !report->failed; i++) {
        const struct finding *finding = &baku->library.findings.at[i];
        if (scope->files && !scope->files[finding->file])
            continue;
        append(report, array, json_finding(report, baku, &telling, finding));
        if (finding->accepted)
            counts->accepted++;
        else
            counts->severity[finding_row(finding->code)->severity]++;
    }
    return array;
}

/* --- the whole --- */

static json_t *json_ignored(struct report *report, const struct check_scope *scope, enum lang lang)
{
    static const char *const reasons[][LANG_COUNT] = {
#define IGNORED(name, id, en) {id, en},
#include "api/ignored.def"
#undef IGNORED
    };
    json_t *array = json_array();
    for (size_t i = 0; i < scope->n_ignored; i++) {
        json_t *object = json_object();
        put(report, object, "path", json_text(scope->ignored[i].path));
        put(report, object, "reason", json_string(reasons[scope->ignored[i].why][lang]));
        append(report, array, object);
    }
    return array;
}

static int by_path(const void *a, const void *b)
{
    const struct library_file *const *left = a, *const *right = b;
    return text_cmp((*left)->path, (*right)->path);
}

/* Findings are told file by file, files by their paths. */
static bool sort_findings(struct library *library)
{
    const struct library_file **files = ARENA_ARRAY(&library->arena, library->n_files, const struct library_file *);
    uint32_t *rank = ARENA_ARRAY(&library->arena, library->n_files, uint32_t);
    for (size_t i = 0; files && i < library->n_files; i++)
        files[i] = &library->files[i];
    if (!files || !rank || !sort_stable(files, library->n_files, sizeof *files, by_path, &library->arena))
        return false;
    for (uint32_t i = 0; i < library->n_files; i++)
        rank[files[i] - library->files] = i;
    for (size_t i = 0; i < library->findings.n; i++)
        library->findings.at[i].rank = rank[library->findings.at[i].file];
    return findings_sort(&library->findings, &library->arena);
}

enum baku_status answer_findings(struct baku *baku, const struct check_scope *scope, struct baku_answer *answer)
{
    struct report report = {0};
    struct counts counts = {0};
    size_t files = 0;
    if (!sort_findings(&baku->library))
        return answer_failure(baku, answer, STATUS_MEMORY);
    for (size_t i = 0; i < baku->library.n_files; i++)
        files += !scope->files || scope->files[i];
    json_t *document = json_object();
    put(&report, document, "files", json_integer((json_int_t)files));
    put(&report, document, "findings", json_findings(&report, baku, scope, &counts));
    put(&report, document, "errors", json_integer((json_int_t)counts.severity[SEVERITY_ERROR]));
    put(&report, document, "warnings", json_integer((json_int_t)counts.severity[SEVERITY_WARNING]));
    put(&report, document, "notes", json_integer((json_int_t)counts.severity[SEVERITY_NOTE]));
    put(&report, document, "accepted", json_integer((json_int_t)counts.accepted));
    put(&report, document, "ignored", json_ignored(&report, scope, baku->lang));
    bool no = counts.severity[SEVERITY_ERROR] || (scope->strict && counts.severity[SEVERITY_WARNING]);
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
