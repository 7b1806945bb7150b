/* What a doctor looks at: the store's soundness and settings, the disk, the clock, and whether cases can go on. */
#include <string.h>

#include "api/definitions.h"
#include "api/grants.h"
#include "api/revision.h"
#include "baku_case.h"
#include "world/clock.h"

enum { LEAST_FREE = 100 << 20 };

/* An examination. */
struct doctor {
    struct desk *desk;
    struct report report;
    struct store_health health;
    json_t *problems;
    struct map duties; /* `actor (region)` of all revisions, each looked at once */
};

static void add_problem(struct doctor *d, const char *const words[LANG_COUNT], struct text what)
{
    struct buf problem = BUF_INIT;
    buf_string(&problem, words[d->desk->baku->lang]);
    buf_shown(&problem, what, 200);
    append(&d->report, d->problems, json_buffer(&d->report, &problem));
}

/* --- the store --- */

static void examine_store(struct doctor *d)
{
    static const char *const unsound[] = {"isinya rusak; pulihkan cadangan terakhir dengan baku restore: ",
                                          "it is damaged; restore the last backup with baku restore: "};
    static const char *const setting[] = {"setelan yang tidak berlaku: ", "a setting that does not hold: "};
    static const char *const space[] = {"tempat di disk tinggal sedikit (kurang dari 100 MiB)",
                                        "little room is left on the disk (less than 100 MiB)"};
    static const char *const clock[] = {
        "jam komputer ini lebih awal daripada kejadian terakhir, dan sampai waktu itu kejadian baru dicatat dengan waktu "
        "tersebut; setel jamnya, atau, bila dulu jam itu yang terlalu maju, pulihkan cadangan sebelumnya",
        "this computer's clock is before the last event, and until then new events are recorded with its time; set the "
        "clock, or, if it was the clock that ran ahead then, restore a backup from before"};
    static const char *const leftover[] = {
        "di sampingnya ada sisa salinan yang terputus, yang mungkin masih memuat isi yang sudah dihapus; bila tidak "
        "ada cadangan yang sedang dibuat, hapus berkas itu: ",
        "a copy that was never finished lies beside it and may still hold what was erased; remove that file unless a "
        "backup is being made just now: "};
    int64_t room = disk_free(d->desk->baku->store_path);
    if (!d->health.sound)
        add_problem(d, unsound, d->health.complaint);
    if (d->health.settings.len)
        add_problem(d, setting, d->health.settings);
    for (size_t i = 0; i < d->health.leftovers.n; i++)
        add_problem(d, leftover, d->health.leftovers.at[i]);
    if (room >= 0 && room < LEAST_FREE)
        add_problem(d, space, (struct text){0});
    if (d->desk->clock_behind)
        add_problem(d, clock, (struct text){0});
}

/* --- who is there to do what is due --- */

static enum baku_status examine_duty(struct doctor *d, const struct store_grant *grant)
{
    static const char *const words[] = {"ada langkah yang menunggu dan tidak ada yang bertugas (baku user add): ",
                                        "a step waits and nobody may act as its actor (baku user add): "};
    struct arena *arena = &d->desk->arena;
    struct store_task task;
    bool waits;
    struct buf name = BUF_INIT;
    buf_text(&name, grant->actor);
    buf_string(&name, " (");
    buf_text(&name, grant->region);
    buf_string(&name, ")");
    struct text duty = desk_keep(d->desk, &name);
    if (arena->failed || map_add(&d->duties, arena, duty, 0) != MAP_ADDED)
        return arena->failed ? desk_memory(d->desk) : BAKU_YES;
    enum baku_status status = grant_waits(d->desk, grant, 0, &task, &waits);
    if (status != BAKU_YES || !waits)
        return status;
    buf_text(&name, duty);
    buf_string(&name, d->desk->baku->lang == LANG_ID ? ", perkara " : ", case ");
    buf_number(&name, task.case_id);
    buf_byte(&name, ' ');
    buf_text(&name, task.due.path);
    add_problem(d, words, desk_keep(d->desk, &name));
    return BAKU_YES;
}

static enum baku_status examine_duties(struct doctor *d, const struct library *library)
{
    enum baku_status status = BAKU_YES;
    for (size_t i = 0; i < library->n_sops; i++) {
        const struct sop *sop = library->sops[i]->sop;
        for (uint16_t s = 0; sop && s < sop->n_steps && status == BAKU_YES; s++)
            if (sop->steps[s].actor != NONE)
                status = examine_duty(d, &(struct store_grant){sop->actors[sop->steps[s].actor].key, sop->region->key});
    }
    return status;
}

/* --- the published revisions --- */

static void add_revision(struct doctor *d, const char *const words[LANG_COUNT], const struct store_revision *row)
{
    struct buf name = BUF_INIT;
    buf_text(&name, row->sop);
    buf_string(&name, d->desk->baku->lang == LANG_ID ? ", revisi " : ", revision ");
    buf_number(&name, row->id);
    add_problem(d, words, desk_keep(d->desk, &name));
}

/* Can its cases go on, and would it be published today? What was replaced is not mended any more. */
static enum baku_status examine_revision(struct doctor *d, const struct store_revision *row)
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
    enum baku_status status = definition_find(d->desk, row->id, &definition);
    if (status == BAKU_YES)
        status = revision_state(d->desk, row, &state, &instead);
    if (status != BAKU_YES)
        return status;
    if (!definition->sop)
        add_revision(d, unreadable, row);
    else if (strcmp(state, "replaced") != 0 && !library_can_run(definition->library, definition->entry, &culprit))
        add_revision(d, unsound, row);
    return examine_duties(d, definition->library);
}

static enum baku_status examine_revisions(struct doctor *d)
{
    struct desk *desk = d->desk;
    struct store_revisions page = {0};
    enum baku_status status = BAKU_YES;
    int64_t after = 0;
    do {
        status = desk_check(desk, store_revisions(desk->store, (struct text){0}, after, &page, &desk->arena));
        for (size_t i = 0; i < page.n && status == BAKU_YES; i++) {
            status = examine_revision(d, &page.at[i]);
            after = page.at[i].id;
        }
    } while (status == BAKU_YES && page.n);
    return status;
}

/* --- the answer --- */

static enum baku_status answer(struct doctor *d)
{
    const struct store_health *health = &d->health;
    const char *path = d->desk->baku->store_path;
    bool fine = json_array_size(d->problems) == 0;
    json_t *document = json_object();
    put(&d->report, document, "store", json_text(text_of(path)));
    put(&d->report, document, "sound", json_boolean(health->sound));
    put(&d->report, document, "events", json_integer(health->seq));
    put(&d->report, document, "at", health->seq ? json_moment_at(&d->report, health->at, 0) : json_null());
    put(&d->report, document, "bytes", json_integer(health->bytes));
    put(&d->report, document, "free_bytes", json_integer(disk_free(path)));
    put(&d->report, document, "problems", json_incref(d->problems));
    return answer_with(d->desk->baku, d->desk->answer, &d->report, document, fine ? BAKU_YES : BAKU_NO);
}

/* What is damaged is not read on. */
static enum baku_status examine(struct doctor *d)
{
    enum baku_status status = desk_look(d->desk);
    if (status == BAKU_YES)
        status = desk_check(d->desk, store_examine(d->desk->store, &d->health, &d->desk->arena));
    if (status != BAKU_YES)
        return status;
    examine_store(d);
    if (d->health.sound)
        status = examine_revisions(d);
    return status == BAKU_YES ? answer(d) : status;
}

enum baku_status baku_doctor(struct baku *baku, struct baku_answer *said)
{
    struct desk desk;
    struct doctor d = {.desk = &desk, .problems = json_array()};
    enum baku_status status = desk_open(&desk, baku, STORE_READS, said);
    if (status == BAKU_YES)
        status = examine(&d);
    json_decref(d.problems);
    return desk_close(&desk, status);
}
