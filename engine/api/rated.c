/* What rates speak of: the SOPs and the steps that their rows name. */
#include "api/rates.h"

#include "base/map.h"
#include "run/script.h"

static const enum answer tidak = ANSWER_TIDAK;

/* What is wrong with answering Tidak there; `near` is looked for where there is no such step. */
static struct play_error judge_step(const struct sop *sop, struct text step, struct arena *scratch)
{
    struct told told = {.step = step, .answers = &tidak, .n = 1};
    struct script script = {.answers = {&told, 1}};
    struct play play = {.arena = scratch, .sop = sop, .script = &script};
    script_check(&play);
    return play.error;
}

/* Without looking for a nearest name. */
static bool decides(const struct sop *sop, struct text step, struct arena *scratch)
{
    return script_knows_step(sop, step) && judge_step(sop, step, scratch).kind == PLAY_FINE;
}

/* How many SOPs are asked for a step's nearest name. */
enum { MOST_ASKED = 50 };

static enum baku_status wrong_step(struct baku *baku, const struct rate_row *row, struct library_sop *const *sops,
                                   size_t n, struct baku_answer *answer)
{
    struct arena scratch = ARENA_INIT;
    struct error_facts facts = {.name = row->step, .other = row->place};
    enum error error = ERROR_RATE_NO_STEP;
    for (size_t i = 0; i < n; i++)
        if (script_knows_step(sops[i]->sop, row->step))
            error = ERROR_RATE_NO_DECISION;
    for (size_t i = 0; i < n && i < MOST_ASKED && error == ERROR_RATE_NO_STEP && !facts.near.len; i++)
        facts.near = judge_step(sops[i]->sop, row->step, &scratch).near;
    enum baku_status status = scratch.failed ? answer_failure(baku, answer, STATUS_MEMORY)
                                             : answer_error(baku, answer, BAKU_UNKNOWN, error, facts);
    arena_release(&scratch);
    return status;
}

static enum baku_status judge_row(struct baku *baku, const struct rate_row *row, struct library_sop *const *sops,
                                  size_t n, struct baku_answer *answer)
{
    struct arena scratch = ARENA_INIT;
    bool fits = n == 0;
    for (size_t i = 0; i < n && !fits; i++)
        fits = decides(sops[i]->sop, row->step, &scratch);
    bool failed = scratch.failed;
    arena_release(&scratch);
    if (failed)
        return answer_failure(baku, answer, STATUS_MEMORY);
    return fits ? BAKU_YES : wrong_step(baku, row, sops, n, answer);
}

/* A row that names its SOP, whether that one is audited or not: one with errors cannot be judged. */
static enum baku_status judge_named(struct baku *baku, struct rate_row *row, struct baku_answer *answer)
{
    struct library_sop *culprit;
    struct error_facts facts = {.name = row->sop, .other = row->place};
    enum status status = sop_of_name(baku, row->sop, &row->for_sop);
    if (status < 0)
        return answer_failure(baku, answer, status);
    if (!row->for_sop)
        return answer_no_sop(baku, answer, ERROR_RATE_NO_SOP, facts);
    bool sound = library_can_run(&baku->library, row->for_sop, &culprit);
    if (baku->library.arena.failed)
        return answer_failure(baku, answer, STATUS_MEMORY);
    return sound ? judge_row(baku, row, &row->for_sop, 1, answer) : BAKU_YES;
}

enum baku_status rates_judge(struct baku *baku, struct rates *rates, struct library_sop *const *sops, size_t n,
                             struct baku_answer *answer)
{
    enum baku_status status = BAKU_YES;
    for (size_t i = 0; i < rates->n_rows && status == BAKU_YES; i++)
        status = rates->rows[i].sop.len ? judge_named(baku, &rates->rows[i], answer)
                                        : judge_row(baku, &rates->rows[i], sops, n, answer);
    return status;
}

/* A SOP's rates while they are collected: what was told last is met first. */
struct told_rates {
    const struct sop *sop;
    struct told_rate *at;
    size_t n;
    struct map seen;
    struct arena *arena;
};

static void take(struct told_rates *told, const struct rate_row *row)
{
    if (!decides(told->sop, row->step, told->arena))
        return;
    if (map_add(&told->seen, told->arena, row->step, 0) == MAP_ADDED)
        told->at[told->n++] = (struct told_rate){row->step, row->rate};
}

struct told_rate *rates_of(const struct rates *rates, const struct sop *sop, size_t *n, struct arena *arena)
{
    struct told_rates told = {
        .sop = sop, .at = ARENA_ARRAY(arena, rates->n_rows + 1, struct told_rate), .arena = arena};
    for (size_t i = rates->n_rows; told.at && i-- > 0;)
        if (rates->rows[i].for_sop && rates->rows[i].for_sop->sop == sop)
            take(&told, &rates->rows[i]);
    for (size_t i = rates->n_rows; told.at && i-- > 0;)
        if (rates->rows[i].sop.len == 0)
            take(&told, &rates->rows[i]);
    for (size_t i = 0; told.at && i < told.n / 2; i++) { /* as they were told */
        struct told_rate last = told.at[told.n - 1 - i];
        told.at[told.n - 1 - i] = told.at[i];
        told.at[i] = last;
    }
    *n = told.n;
    return arena->failed ? NULL : told.at;
}

bool rates_are_silent(const struct rates *rates, const struct sop *sop, struct arena *scratch)
{
    for (size_t i = 0; i < rates->n_rows; i++) {
        const struct rate_row *row = &rates->rows[i];
        bool meant = row->sop.len == 0 || (row->for_sop && row->for_sop->sop == sop);
        if (row->of_file && meant && decides(sop, row->step, scratch))
            return false;
    }
    return rates->n_files > 0;
}
