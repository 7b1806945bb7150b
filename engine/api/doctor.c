/* What a doctor looks at: the store's soundness and settings, the disk, the clock, and whether cases can go on. */
#include <string.h>

#include "api/definitions.h"
#include "api/revision.h"
#include "baku_case.h"
#include "world/clock.h"

enum { LEAST_FREE = 100 << 20, CLOCK_SLACK = 60 * 1000 };

static void add_problem(struct desk *desk, struct report *report, json_t *problems, const char *const words[LANG_COUNT],
                        struct text what)
{
    struct buf problem = BUF_INIT;
    buf_string(&problem, words[desk->baku->lang]);
    buf_shown(&problem, what, 200);
    append(report, problems, json_buffer(report, &problem));
}

static json_t *find_problems(struct desk *desk, struct report *report, const struct store_health *health)
{
    static const char *const unsound[] = {"isinya rusak; pulihkan cadangan terakhir dengan baku restore: ",
                                          "it is damaged; restore the last backup with baku restore: "};
    static const char *const setting[] = {"setelan yang tidak berlaku: ", "a setting that does not hold: "};
    static const char *const space[] = {"tempat di disk tinggal sedikit (kurang dari 100 MiB)",
                                        "little room is left on the disk (less than 100 MiB)"};
    static const char *const clock[] = {
        "jam komputer ini lebih awal daripada kejadian terakhir; setel jamnya, kejadian baru dicatat dengan waktu "
        "terakhir",
        "this computer's clock is before the last event; set it right, new events are recorded with the last time"};
    json_t *problems = json_array();
    int64_t room = disk_free(desk->baku->store_path);
    if (!health->sound)
        add_problem(desk, report, problems, unsound, health->complaint);
    if (health->settings.len)
        add_problem(desk, report, problems, setting, health->settings);
    if (room >= 0 && room < LEAST_FREE)
        add_problem(desk, report, problems, space, (struct text){0});
    if (clock_now() + CLOCK_SLACK < health->at)
        add_problem(desk, report, problems, clock, (struct text){0});
    return problems;
}

/* --- the published revisions --- */

/* One revision: can its cases go on, and would it be published today? What was replaced is not mended any more. */
static enum baku_status examine_revision(struct desk *desk, struct report *report, json_t *problems,
                                         const struct store_revision *row)
{
    static const char *const unreadable[] = {
        "revisi ini tidak dapat dijalankan lagi dan perkaranya berhenti; pulihkan cadangan terakhir: ",
        "this revision cannot be run any more and its cases stand still; restore the last backup: "};
    static const char *const unsound[] = {
        "menurut pemeriksaan sekarang revisi ini salah; perkaranya berjalan terus, tetapi perbaiki (baku check) lalu "
        "terbitkan lagi: ",
        "by today's checks this revision has errors; its cases go on, but mend it (baku check) and publish it again: "};
    struct definition *definition;
    struct library_sop *culprit;
    const char *state;
    int64_t instead;
    struct buf name = BUF_INIT;
    enum baku_status status = definition_find(desk, row->id, &definition);
    if (status == BAKU_YES)
        status = revision_state(desk, row, &state, &instead);
    if (status != BAKU_YES)
        return status;
    buf_text(&name, row->sop);
    buf_string(&name, desk->baku->lang == LANG_ID ? ", revisi " : ", revision ");
    buf_number(&name, row->id);
    if (!definition->sop)
        add_problem(desk, report, problems, unreadable, buf_view(&name));
    else if (strcmp(state, "replaced") != 0 && !library_can_run(definition->library, definition->entry, &culprit))
        add_problem(desk, report, problems, unsound, buf_view(&name));
    report->failed = report->failed || name.failed;
    buf_release(&name);
    return BAKU_YES;
}

static enum baku_status examine_revisions(struct desk *desk, struct report *report, json_t *problems)
{
    struct store_revisions page = {0};
    enum baku_status status = BAKU_YES;
    int64_t after = 0;
    do {
        status = desk_check(desk, store_revisions(desk->store, (struct text){0}, after, &page, &desk->arena));
        for (size_t i = 0; i < page.n && status == BAKU_YES; i++) {
            status = examine_revision(desk, report, problems, &page.at[i]);
            after = page.at[i].id;
        }
    } while (status == BAKU_YES && page.n);
    return status;
}

/* --- the answer --- */

static enum baku_status examine(struct desk *desk)
{
    struct report report = {0};
    struct store_health health;
    enum baku_status status = desk_look(desk);
    if (status == BAKU_YES)
        status = desk_check(desk, store_examine(desk->store, &health, &desk->arena));
    if (status != BAKU_YES)
        return status;
    json_t *document = json_object(), *problems = find_problems(desk, &report, &health);
    status = health.sound ? examine_revisions(desk, &report, problems) : BAKU_YES;
    bool fine = json_array_size(problems) == 0;
    put(&report, document, "store", json_text(text_of(desk->baku->store_path)));
    put(&report, document, "sound", json_boolean(health.sound));
    put(&report, document, "events", json_integer(health.seq));
    put(&report, document, "at", health.seq ? json_moment_at(&report, health.at, 0) : json_null());
    put(&report, document, "bytes", json_integer(health.bytes));
    put(&report, document, "free_bytes", json_integer(disk_free(desk->baku->store_path)));
    put(&report, document, "problems", problems);
    if (status == BAKU_YES)
        return answer_with(desk->baku, desk->answer, &report, document, fine ? BAKU_YES : BAKU_NO);
    json_decref(document);
    return status;
}

enum baku_status baku_doctor(struct baku *baku, struct baku_answer *answer)
{
    struct desk desk;
    enum baku_status status = desk_open(&desk, baku, STORE_READS, answer);
    return desk_close(&desk, status == BAKU_YES ? examine(&desk) : status);
}
