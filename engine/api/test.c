#include "baku_test.h"

#include <string.h>

#include "api/trace.h"
#include "run/script.h"
#include "base/place.h"

enum difference {
#define DIFFERENCE(name, id, en) DIFFERENCE_##name,
#include "api/differences.def"
#undef DIFFERENCE
};

/* One scenario while it is compared. */
struct trial {
    struct baku *baku;
    struct report *report;
    const struct scenario *scenario; /* NULL: it could not be read */
    const struct play *play;
    uint32_t file;
    json_t *differences;
};

static size_t line_of(const struct trial *trial, struct span span)
{
    return place_of(trial->baku->library.files[trial->file].bytes, span.start).line;
}

static void differ(struct trial *trial, struct span span, enum difference kind, struct text want, struct text found)
{
    static const char *const templates[][LANG_COUNT] = {
#define DIFFERENCE(name, id, en) {id, en},
#include "api/differences.def"
#undef DIFFERENCE
    };
    struct buf words = BUF_INIT;
    for (const char *at = templates[kind][trial->baku->lang]; *at;) {
        size_t plain = strcspn(at, "{");
        buf_bytes(&words, at, plain);
        at += plain;
        if (*at) {
            buf_shown(&words, strncmp(at, "{want}", 6) == 0 ? want : found, 300);
            at += strcspn(at, "}") + 1;
        }
    }
    json_t *object = json_object();
    put(trial->report, object, "line", json_integer((json_int_t)line_of(trial, span)));
    put(trial->report, object, "message", words.failed ? NULL : json_text(buf_view(&words)));
    append(trial->report, trial->differences, object);
    buf_release(&words);
}

/* --- comparing --- */

static void compare_elapsed(struct trial *trial)
{
    const struct scenario *scenario = trial->scenario;
    struct duration want = scenario->elapsed, found = trial->play->elapsed.work;
    struct buf words = BUF_INIT;
    if (want.sort == DURATION_NONE || (want.min_ms == found.min_ms && want.max_ms == found.max_ms))
        return;
    duration_put(&words, found.min_ms, found.max_ms, LANG_ID); /* as the scenario has to state it */
    trial->report->failed = trial->report->failed || words.failed;
    differ(trial, scenario->elapsed_span, DIFFERENCE_ELAPSED, scenario->elapsed_text, buf_view(&words));
    buf_release(&words);
}

/* Why the case did not end: the first step that was refused. */
static struct text why_not(const struct play *play)
{
    if (play->cut)
        return TEXT("…");
    return play->n_refused && play->refused[0].path.len ? play->refused[0].path : TEXT("?");
}

static void compare_end(struct trial *trial)
{
    const struct scenario *scenario = trial->scenario;
    bool stated = scenario->expects_end, want = stated ? scenario->ends : !scenario->expects_refused;
    struct span span = stated ? scenario->ends_span : scenario->title_span;
    if (want && !trial->play->ended)
        differ(trial, span, DIFFERENCE_NOT_ENDED, (struct text){0}, why_not(trial->play));
    else if (stated && !want && trial->play->ended)
        differ(trial, span, DIFFERENCE_ENDED, (struct text){0}, (struct text){0});
}

static void compare_visits(struct trial *trial)
{
    for (size_t i = 0; i < trial->scenario->n_visits; i++) {
        const struct visits *visits = &trial->scenario->visits[i];
        int64_t found = play_visits(trial->play, visits->step);
        struct buf want = BUF_INIT, was = BUF_INIT;
        if (!script_knows_step(trial->play->sop, visits->step)) {
            differ(trial, visits->span, DIFFERENCE_UNKNOWN_STEP, visits->step, (struct text){0});
            continue;
        }
        if (found == visits->times)
            continue;
        buf_byte(&want, '`');
        buf_text(&want, visits->step);
        buf_string(&want, "` ");
        buf_number(&want, visits->times);
        buf_number(&was, found);
        trial->report->failed = trial->report->failed || want.failed || was.failed;
        differ(trial, visits->span, DIFFERENCE_VISITS, buf_view(&want), buf_view(&was));
        buf_release(&want);
        buf_release(&was);
    }
}

static void compare_documents(struct trial *trial)
{
    const struct play *play = trial->play;
    for (size_t i = 0; i < trial->scenario->documents.n; i++) {
        struct text key = trial->scenario->documents.at[i];
        uint16_t document = sop_document(play->sop, key);
        if (document == NONE || !bits_has(state_hand(&play->state, 0), document))
            differ(trial, trial->scenario->documents_span, DIFFERENCE_DOCUMENT, key, (struct text){0});
    }
}

static bool lists_same(const struct expected_refusal *expected, const struct refused *refused)
{
    bool same = expected->missing.n == refused->n_missing;
    for (size_t i = 0; same && i < refused->n_missing; i++) {
        bool named = false;
        for (size_t k = 0; k < expected->missing.n; k++)
            named = named || text_eq(expected->missing.at[k], refused->missing[i].document);
        same = named;
    }
    return same;
}

static const struct refused *find_refused(const struct play *play, struct text step)
{
    for (size_t i = 0; i < play->n_refused; i++)
        if (text_eq(play->refused[i].path, step))
            return &play->refused[i];
    return NULL;
}

static bool is_expected(const struct scenario *scenario, struct text step)
{
    for (size_t i = 0; i < scenario->n_refused; i++)
        if (text_eq(scenario->refused[i].step, step))
            return true;
    return false;
}

static void differ_in_list(struct trial *trial, const struct expected_refusal *expected, const struct refused *refused)
{
    struct buf list = BUF_INIT;
    for (size_t i = 0; i < refused->n_missing; i++) {
        buf_string(&list, i ? ", " : "");
        buf_text(&list, refused->missing[i].document);
    }
    trial->report->failed = trial->report->failed || list.failed;
    differ(trial, expected->span, DIFFERENCE_REFUSED_MISSING, expected->step, buf_view(&list));
    buf_release(&list);
}

static void compare_refused(struct trial *trial)
{
    const struct scenario *scenario = trial->scenario;
    for (size_t i = 0; i < scenario->n_refused; i++) {
        const struct expected_refusal *expected = &scenario->refused[i];
        const struct refused *refused = find_refused(trial->play, expected->step);
        if (!refused)
            differ(trial, expected->span, DIFFERENCE_NOT_REFUSED, expected->step, (struct text){0});
        else if (expected->missing.n && !lists_same(expected, refused))
            differ_in_list(trial, expected, refused);
    }
    for (size_t i = 0; scenario->expects_refused && i < trial->play->n_refused; i++)
        if (!is_expected(scenario, trial->play->refused[i].path))
            differ(trial, scenario->refused_span, DIFFERENCE_REFUSED, (struct text){0}, trial->play->refused[i].path);
}

/* Where the scenario tells of the step that an error names. */
static struct span span_of(const struct scenario *scenario, struct text step)
{
    const struct tolds *lists[] = {&scenario->script.answers, &scenario->script.choices, &scenario->script.expires};
    for (size_t l = 0; l < sizeof lists / sizeof *lists; l++)
        for (size_t i = 0; i < lists[l]->n; i++)
            if (text_eq(lists[l]->at[i].step, step))
                return lists[l]->at[i].span;
    return scenario->title_span;
}

static void wrong_script(struct trial *trial)
{
    const struct play_error *error = &trial->play->error;
    struct error_facts facts = {.name = error->name, .near = error->near, .other = trial->play->sop->name};
    struct buf words = BUF_INIT;
    error_message(&words, trial->baku->lang, trace_error(error->kind), &facts);
    trial->report->failed = trial->report->failed || words.failed;
    differ(trial, span_of(trial->scenario, error->name), DIFFERENCE_SCRIPT, (struct text){0}, buf_view(&words));
    buf_release(&words);
}

static enum status play_and_compare(struct trial *trial, const struct sop *sop)
{
    struct arena arena = ARENA_INIT;
    struct play play;
    enum status status = play_run(&play, &arena, sop, &trial->scenario->script);
    trial->play = &play;
    if (status == STATUS_OK && play.error.kind != PLAY_FINE) {
        wrong_script(trial);
    } else if (status == STATUS_OK) {
        compare_end(trial);
        compare_elapsed(trial);
        compare_visits(trial);
        compare_documents(trial);
        compare_refused(trial);
    }
    arena_release(&arena);
    return status;
}

/* --- one scenario --- */

/* What is wrong with the scenario's own file, by place. */
static void tell_findings(struct trial *trial)
{
    struct findings *findings = &trial->baku->library.findings;
    trial->report->failed = trial->report->failed || !findings_sort(findings, findings->arena);
    for (size_t i = 0; i < findings->n; i++) {
        struct buf words = BUF_INIT;
        if (findings->at[i].file != trial->file)
            continue;
        finding_message(&words, &findings->at[i], trial->baku->lang, 0);
        trial->report->failed = trial->report->failed || words.failed;
        differ(trial, findings->at[i].span, DIFFERENCE_UNREADABLE, (struct text){0}, buf_view(&words));
        buf_release(&words);
    }
}

/* The SOP that the scenario names, where it lies beside the scenario's folder. */
static enum status run_against_sop(struct trial *trial)
{
    struct library *library = &trial->baku->library;
    struct text real = path_folder(path_folder(library->files[trial->file].real)), name = trial->scenario->sop;
    char *path = library_path_of(library, real, real, name);
    struct library_sop *sop, *culprit;
    if (library->arena.failed)
        return STATUS_MEMORY;
    if (!path || file_kind_of(path) == FILE_ABSENT) {
        differ(trial, trial->scenario->sop_span, DIFFERENCE_NO_SOP, name, (struct text){0});
        return STATUS_OK;
    }
    enum status status = library_load(library, path, &sop);
    if (status < 0)
        return status;
    if (library_can_run(library, sop, &culprit))
        return play_and_compare(trial, sop->sop);
    differ(trial, trial->scenario->sop_span, DIFFERENCE_SOP_BROKEN, culprit->name, (struct text){0});
    return library->arena.failed ? STATUS_MEMORY : STATUS_OK;
}

/* All that one call runs. */
struct tests {
    struct baku *baku;
    struct report *report;
    json_t *results;
    struct text only; /* the SOP whose scenarios are asked for, without its region; empty: all */
};

static bool is_asked(const struct tests *tests, const struct scenario *scenario)
{
    return tests->only.len == 0 || (scenario && text_eq(path_name(scenario->sop), tests->only));
}

static enum status run_scenario(struct tests *tests, const char *path)
{
    struct report *report = tests->report;
    struct scenario *scenario;
    struct trial trial = {.baku = tests->baku, .report = report};
    enum status status = library_scenario(&tests->baku->library, path, &scenario, &trial.file);
    if (status == STATUS_OK && !is_asked(tests, scenario))
        return STATUS_OK;
    trial.scenario = scenario;
    trial.differences = json_array();
    if (status == STATUS_OK && !scenario)
        tell_findings(&trial);
    else if (status == STATUS_OK)
        status = run_against_sop(&trial);
    json_t *result = json_object();
    bool passed = status == STATUS_OK && json_array_size(trial.differences) == 0;
    struct text title = scenario && status == STATUS_OK ? scenario->title : (struct text){0};
    put(report, result, "scenario", json_text_or_null(title));
    put(report, result, "file", json_text(text_of(path)));
    put(report, result, "line", json_integer(title.at ? (json_int_t)line_of(&trial, scenario->title_span) : 1));
    put(report, result, "passed", json_boolean(passed));
    put(report, result, "differences", trial.differences);
    append(report, tests->results, result);
    return status;
}

/* --- which scenarios --- */

static enum status run_folder(struct tests *tests, const char *folder)
{
    struct texts paths;
    enum status status = library_list(&tests->baku->library, folder, &paths);
    for (size_t i = 0; status == STATUS_OK && i < paths.n; i++)
        status = run_scenario(tests, paths.at[i].at);
    return status;
}

static enum status run_region(struct tests *tests, const char *region)
{
    char *folder = path_join(&tests->baku->library.arena, text_of(region), TEXT("scenarios"));
    if (!folder)
        return STATUS_MEMORY;
    return file_kind_of(folder) == FILE_ABSENT ? STATUS_OK : run_folder(tests, folder);
}

static enum status run_path(struct tests *tests, const char *path, enum file_kind kind)
{
    struct library *library = &tests->baku->library;
    struct texts regions;
    char *scenarios = path_join(&library->arena, text_of(path), TEXT("scenarios"));
    if (!scenarios)
        return STATUS_MEMORY;
    if (kind != FILE_FOLDER)
        return run_scenario(tests, path);
    if (text_eq(path_name(text_of(path)), TEXT("scenarios")))
        return run_folder(tests, path);
    if (file_kind_of(scenarios) == FILE_FOLDER)
        return run_region(tests, path);
    enum status status = library_regions(library, path, &regions);
    for (size_t i = 0; status == STATUS_OK && i < regions.n; i++)
        status = run_region(tests, regions.at[i].at);
    return status;
}

static enum baku_status answer_results(struct tests *tests, struct baku_answer *answer)
{
    size_t i, passed = 0, all = json_array_size(tests->results);
    const json_t *result;
    json_array_foreach (tests->results, i, result)
        passed += json_is_true(json_object_get(result, "passed"));
    json_t *document = json_object();
    put(tests->report, document, "passed", json_integer((json_int_t)passed));
    put(tests->report, document, "failed", json_integer((json_int_t)(all - passed)));
    put(tests->report, document, "results", tests->results);
    return answer_with(tests->baku, answer, tests->report, document, passed == all ? BAKU_YES : BAKU_NO);
}

/* A path, or the name of a region or a SOP in the handle's folder; `*found` tells whether it names anything. */
static enum status run_operand(struct tests *tests, const char *operand, bool *found)
{
    struct library *library = &tests->baku->library;
    enum file_kind kind = file_kind_of(operand);
    struct text name = text_of(operand), root = text_of(tests->baku->sops);
    tests->only = (struct text){0};
    *found = true;
    if (kind != FILE_ABSENT)
        return run_path(tests, operand, kind);
    char *region = path_join(&library->arena, root, name), *sop = path_of_sop(library, root, name);
    char *folder = path_join(&library->arena, root, path_folder(name));
    if (!region || !sop || !folder)
        return STATUS_MEMORY;
    if (file_kind_of(region) == FILE_FOLDER)
        return run_region(tests, region);
    *found = text_find(name, '/') > 0 && file_kind_of(sop) == FILE_REGULAR;
    tests->only = path_name(name);
    return *found ? run_region(tests, folder) : STATUS_OK;
}

static enum baku_status answer_none(struct tests *tests, const char *operand, enum error error,
                                    struct baku_answer *answer)
{
    struct error_facts facts = {.name = text_of(operand), .other = text_of(tests->baku->sops)};
    json_decref(tests->results);
    return answer_error(tests->baku, answer, BAKU_UNKNOWN, error, facts);
}

enum baku_status baku_test(struct baku *baku, const char *const *paths, size_t n, struct baku_answer *answer)
{
    struct report report = {0};
    struct tests tests = {.baku = baku, .report = &report, .results = json_array()};
    enum status status = STATUS_OK;
    bool found = true;
    answer->json = NULL;
    if (n == 0)
        status = run_path(&tests, baku->sops, FILE_FOLDER);
    for (size_t i = 0; status == STATUS_OK && i < n; i++) {
        status = run_operand(&tests, paths[i], &found);
        if (status == STATUS_OK && !found)
            return answer_none(&tests, paths[i], ERROR_NO_PATH, answer);
    }
    if (status == STATUS_OK && !report.failed && json_array_size(tests.results) > 0)
        return answer_results(&tests, answer);
    if (status == STATUS_OK && !report.failed && tests.results)
        return answer_none(&tests, n ? paths[0] : baku->sops, ERROR_NO_SCENARIO, answer);
    json_decref(tests.results);
    return answer_failure(baku, answer, status < 0 ? status : STATUS_MEMORY);
}
