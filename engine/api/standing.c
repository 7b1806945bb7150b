#include "api/standing.h"

#include "run/script.h"
#include "run/state_bytes.h"

/* What is due of one frame, while it is listed. */
struct list {
    const struct standing *standing;
    struct desk *desk;
    struct outcome *outcome;
    struct text prefix;
    struct store_due *at;
    size_t n;
};

const struct store_due *due_at(const struct store_case *row, struct text path)
{
    for (size_t i = 0; i < row->n_due; i++)
        if (text_eq(row->due[i].path, path))
            return &row->due[i];
    return NULL;
}

/* What was due before stays so since then; by the same revision it is to be done when it was, too. */
static enum baku_status add_due(struct list *list, uint16_t step)
{
    const struct standing *standing = list->standing;
    const struct sop *sop = state_sop(standing->state);
    struct store_due *due = &list->at[list->n++];
    uint16_t actor = sop->steps[step].actor;
    due->path = script_path(&list->desk->arena, list->prefix, sop->steps[step].key);
    due->actor = actor == NONE ? (struct text){0} : sop->actors[actor].key;
    due->region = sop->region->key;
    const struct store_due *before = due_at(&standing->before, due->path);
    bool stays = before && !text_eq(due->path, standing->done);
    due->since = stays ? before->since : standing->at;
    if (stays && standing->before.revision == list->outcome->row.revision) {
        due->until = before->until;
        return BAKU_YES;
    }
    return definition_until(list->desk, list->outcome->definition, sop, &sop->steps[step], due->since, &due->until);
}

static enum baku_status list_due(struct list *list)
{
    const struct state *state = list->standing->state;
    const uint64_t *set = state_due(state, state->depth);
    size_t words = state_sop(state)->plan.step_words;
    enum baku_status status = BAKU_YES;
    list->prefix = chronicle_prefix(state, state->depth, &list->desk->arena);
    list->at = ARENA_ARRAY(&list->desk->arena, bits_count(set, words), struct store_due);
    bool open = list->at && state->status == CASE_OPEN;
    for (ptrdiff_t s = 0; open && status == BAKU_YES && (s = bits_next(set, words, (size_t)s)) >= 0; s++)
        status = add_due(list, (uint16_t)s);
    return status == BAKU_YES && list->desk->arena.failed ? desk_memory(list->desk) : status;
}

enum baku_status standing_store(const struct standing *standing, struct desk *desk, struct outcome *outcome)
{
    struct store_case *row = &outcome->row;
    struct buf bytes = BUF_INIT;
    struct list list = {.standing = standing, .desk = desk, .outcome = outcome};
    enum baku_status status = list_due(&list);
    if (status != BAKU_YES)
        return status;
    state_encode(&bytes, standing->state);
    row->state = desk_keep(desk, &bytes);
    row->due = list.at;
    row->n_due = list.n;
    row->status = (int32_t)standing->state->status;
    row->version = desk->head.seq;
    row->ended = standing->state->status == CASE_OPEN ? STORE_NO_TIME : standing->at;
    if (desk->arena.failed)
        return desk_memory(desk);
    return desk_check(desk, standing->before.version ? store_case_put(desk->store, row, standing->before.version)
                                                     : store_case_add(desk->store, row));
}
