#include "baku_sop.h"

#include <string.h>

#include "api/answer.h"
#include "base/place.h"

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

static const char *severity_name(enum severity severity)
{
    switch (severity) {
    case SEVERITY_ERROR:
        return "error";
    case SEVERITY_WARNING:
        return "warning";
    case SEVERITY_NOTE:
        break;
    }
    return "note";
}

static json_t *json_excerpt(struct report *report, struct text bytes, struct span span)
{
    struct excerpt excerpt = excerpt_of(bytes, span);
    json_t *object = json_object();
    put(report, object, "text", json_text(excerpt.line));
    put(report, object, "from", json_integer((json_int_t)excerpt.from));
    put(report, object, "count", json_integer((json_int_t)excerpt.count));
    return object;
}

static json_t *json_finding(struct report *report, const struct baku *baku, const struct finding *finding)
{
    const struct library_file *file = &baku->library.files[finding->file];
    const struct finding_row *row = finding_row(finding->code);
    struct place place = place_of(file->bytes, finding->span.start);
    size_t first = finding->first.end ? place_of(file->bytes, finding->first.start).line : 0;
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
    for (size_t i = 0; i < baku->library.findings.n && !report->failed; i++) {
        const struct finding *finding = &baku->library.findings.at[i];
        if (scope->files && !scope->files[finding->file])
            continue;
        append(report, array, json_finding(report, baku, finding));
        if (finding->accepted)
            counts->accepted++;
        else
            counts->severity[finding_row(finding->code)->severity]++;
    }
    return array;
}

/* --- waivers --- */

static const struct waiver *waiver_for(const struct sop *sop, const struct finding *finding)
{
    for (size_t i = 0; i < sop->waivers.n; i++)
        if (sop->waivers.at[i].code == finding->code && text_eq(sop->waivers.at[i].at, finding->at))
            return &sop->waivers.at[i];
    return NULL;
}

static void accept(struct library *library)
{
    for (size_t i = 0; i < library->findings.n; i++) {
        struct finding *finding = &library->findings.at[i];
        for (size_t k = 0; k < library->n_sops && finding_row(finding->code)->acceptable; k++) {
            const struct sop *sop = library->sops[k]->sop;
            if (!sop || library->sops[k]->file != finding->file)
                continue;
            const struct waiver *waiver = waiver_for(sop, finding);
            finding->accepted = waiver != NULL;
            finding->reason = waiver ? waiver->reason : (struct text){0};
        }
    }
}

enum baku_status answer_findings(struct baku *baku, const struct check_scope *scope, struct baku_answer *answer)
{
    struct report report = {0};
    struct counts counts = {0};
    size_t files = 0;
    accept(&baku->library);
    if (!findings_sort(&baku->library.findings, &baku->library.arena))
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

/* --- what is to be checked --- */

/* The files that were asked for, by number; grows with the library. */
struct asked {
    struct baku *baku;
    bool *files;
    size_t room;
};

static enum status ask(struct asked *asked, uint32_t file)
{
    if (file >= asked->room) {
        size_t room = (size_t)file * 2 + 16;
        bool *files = ARENA_ARRAY(&asked->baku->library.arena, room, bool);
        if (!files)
            return STATUS_MEMORY;
        if (asked->room)
            memcpy(files, asked->files, asked->room * sizeof *files);
        asked->files = files;
        asked->room = room;
    }
    asked->files[file] = true;
    return STATUS_OK;
}

static enum status ask_region(struct asked *asked, const char *folder)
{
    struct library_region *region;
    enum status status = library_region(&asked->baku->library, folder, &region);
    return status == STATUS_OK && region->stated ? ask(asked, region->file) : status;
}

static enum status ask_sop(struct asked *asked, const char *path)
{
    struct library_sop *sop;
    enum status status = library_load(&asked->baku->library, path, &sop);
    return status == STATUS_OK ? ask(asked, sop->file) : status;
}

/* A file in a folder `scenarios` is one; it is judged by the keys of a scenario. */
static enum status ask_scenario(struct asked *asked, const char *path)
{
    struct scenario *scenario;
    uint32_t file;
    enum status status = library_scenario(&asked->baku->library, path, &scenario, &file);
    return status == STATUS_OK ? ask(asked, file) : status;
}

static enum status ask_whole_region(struct asked *asked, const char *folder)
{
    struct texts paths;
    enum status status = ask_region(asked, folder);
    if (status == STATUS_OK)
        status = library_list(&asked->baku->library, folder, &paths);
    for (size_t i = 0; status == STATUS_OK && i < paths.n; i++)
        status = ask_sop(asked, paths.at[i].at);
    return status;
}

/* A region's folder, or a folder of regions; `*found` tells whether there was any. */
static enum status ask_folder(struct asked *asked, const char *folder, bool *found)
{
    struct library *library = &asked->baku->library;
    struct texts folders;
    char *file = path_join(&library->arena, text_of(folder), TEXT("region.yaml"));
    if (!file)
        return STATUS_MEMORY;
    *found = file_kind_of(file) != FILE_ABSENT;
    if (*found)
        return ask_whole_region(asked, folder);
    enum status status = library_regions(library, folder, &folders);
    *found = folders.n > 0;
    for (size_t i = 0; status == STATUS_OK && i < folders.n; i++)
        status = ask_whole_region(asked, folders.at[i].at);
    return status;
}

/* The path without trailing slashes; folders reached in two spellings would be read twice. */
static char *tidy(struct baku *baku, const char *path)
{
    size_t len = strlen(path);
    while (len > 1 && path[len - 1] == '/')
        len--;
    return arena_copy(&baku->library.arena, path, len);
}

static enum baku_status ask_path(struct asked *asked, const char *operand, struct baku_answer *answer)
{
    struct baku *baku = asked->baku;
    enum status status = STATUS_OK;
    bool found = true;
    char *path = tidy(baku, operand);
    if (!path)
        return answer_failure(baku, answer, STATUS_MEMORY);
    enum file_kind kind = file_kind_of(path);
    if (kind == FILE_ABSENT) {
        /* A region's name where it is known, like a SOP's. */
        char *region = path_join(&baku->library.arena, text_of(baku->sops), text_of(path));
        if (!region)
            return answer_failure(baku, answer, STATUS_MEMORY);
        kind = file_kind_of(region) == FILE_FOLDER ? FILE_FOLDER : FILE_ABSENT;
        path = kind == FILE_FOLDER ? region : path;
    }
    struct text folder = path_folder(text_of(path));
    if (kind == FILE_FOLDER) {
        status = ask_folder(asked, path, &found);
    } else if (kind == FILE_ABSENT) {
        struct library_sop *sop;
        enum baku_status by_name = answer_sop(baku, path, ERROR_NO_PATH, &sop, answer);
        if (by_name != BAKU_YES)
            return by_name;
        status = ask(asked, sop->file);
    } else if (text_eq(path_name(text_of(path)), TEXT("region.yaml"))) {
        char *copy = arena_copy(&baku->library.arena, folder.at, folder.len);
        status = copy ? ask_region(asked, copy) : STATUS_MEMORY;
    } else if (text_eq(path_name(folder), TEXT("scenarios"))) {
        status = ask_scenario(asked, path);
    } else {
        status = ask_sop(asked, path);
    }
    if (status < 0)
        return answer_failure(baku, answer, status);
    struct error_facts facts = {.name = text_of(path)};
    return found ? BAKU_YES : answer_error(baku, answer, BAKU_UNKNOWN, ERROR_NO_REGIONS, facts);
}

enum baku_status baku_check(struct baku *baku, const char *const *paths, size_t n,
                            const struct baku_check_options *options, struct baku_answer *answer)
{
    struct asked asked = {.baku = baku};
    enum baku_status status = BAKU_YES;
    answer->json = NULL;
    if (n == 0)
        status = answer_if_no_folder(baku, answer);
    if (n == 0 && status == BAKU_YES)
        status = ask_path(&asked, baku->sops, answer);
    for (size_t i = 0; i < n && status == BAKU_YES; i++)
        status = ask_path(&asked, paths[i], answer);
    if (status != BAKU_YES)
        return status;
    bool *files = ARENA_ARRAY(&baku->library.arena, baku->library.n_files, bool);
    if (!files)
        return answer_failure(baku, answer, STATUS_MEMORY);
    for (size_t i = 0; i < baku->library.n_files && i < asked.room; i++)
        files[i] = asked.files[i];
    struct check_scope scope = {.files = files, .strict = options && options->strict};
    return answer_findings(baku, &scope, answer);
}
