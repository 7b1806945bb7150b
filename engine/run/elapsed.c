#include "run/elapsed.h"

#include "base/bits.h"

static void take(struct elapsed *elapsed, struct duration duration)
{
    switch (duration.sort) {
    case DURATION_WORK:
        duration_add(&elapsed->work, duration);
        break;
    case DURATION_WALL:
        duration_add(&elapsed->wall, duration);
        break;
    case DURATION_NONE:
    case DURATION_UNKNOWN:
        elapsed->unknown++;
        break;
    }
}

static void add(struct elapsed *to, const struct elapsed *more)
{
    duration_add(&to->work, more->work);
    duration_add(&to->wall, more->wall);
    to->unknown += more->unknown;
}

static void longer(struct duration *a, struct duration b)
{
    if (b.sort != DURATION_NONE)
        a->sort = b.sort;
    a->min_ms = a->min_ms > b.min_ms ? a->min_ms : b.min_ms;
    a->max_ms = a->max_ms > b.max_ms ? a->max_ms : b.max_ms;
}

static bool make_room(struct stopwatch *watch, size_t branches, size_t documents, struct arena *arena)
{
    if (branches > watch->room_branches) {
        watch->branch = ARENA_ARRAY(arena, branches, struct elapsed);
        watch->room_branches = watch->branch ? branches : 0;
    }
    if (documents > watch->room_documents) {
        watch->made = ARENA_ARRAY(arena, documents, struct elapsed);
        watch->hand = ARENA_ARRAY(arena, bits_words(documents), uint64_t);
        watch->handed = ARENA_ARRAY(arena, bits_words(documents), uint64_t);
        watch->room_documents = watch->made && watch->hand && watch->handed ? documents : 0;
    }
    return branches <= watch->room_branches && documents <= watch->room_documents;
}

void stopwatch_begin(struct stopwatch *watch, const struct sop *sop, uint16_t step, const uint64_t *hand,
                     struct arena *arena)
{
    uint16_t outer = sop->steps[step].inside;
    size_t words = sop->plan.document_words;
    if (outer == NONE || watch->parallel == outer)
        return;
    uint16_t branches = sop->steps[outer].parallel.n;
    if (!make_room(watch, branches, sop->n_documents, arena))
        return;
    for (uint16_t b = 0; b < branches; b++)
        watch->branch[b] = (struct elapsed){0};
    for (uint16_t d = 0; d < sop->n_documents; d++)
        watch->made[d] = (struct elapsed){0};
    for (size_t w = 0; w < words; w++) {
        watch->hand[w] = hand[w];
        watch->handed[w] = 0;
    }
    watch->parallel = outer;
    watch->before = watch->now;
}

static void wait_for_inputs(const struct stopwatch *watch, const struct sop *sop, uint16_t step, struct elapsed *branch)
{
    const struct refs *inputs = &sop->steps[step].inputs;
    const uint64_t *needs = sop->plan.needs + (size_t)step * sop->plan.document_words;
    for (size_t i = 0; i < inputs->n; i++) {
        uint16_t document = inputs->at[i].document;
        if (bits_has(watch->hand, document) || !bits_has(needs, document))
            continue;
        longer(&branch->work, watch->made[document].work);
        longer(&branch->wall, watch->made[document].wall);
    }
}

static void longest_branch(struct stopwatch *watch, const struct step *parallel)
{
    struct elapsed longest = {0};
    for (uint16_t b = 0; b < parallel->parallel.n; b++) {
        longer(&longest.work, watch->branch[b].work);
        longer(&longest.wall, watch->branch[b].wall);
        longest.unknown += watch->branch[b].unknown;
    }
    watch->now = watch->before;
    add(&watch->now, &longest);
}

static struct elapsed complete_inside(struct stopwatch *watch, const struct sop *sop, uint16_t s)
{
    const struct step *step = &sop->steps[s];
    if (watch->parallel != step->inside)
        return watch->now; /* memory was out when it began */
    struct elapsed *own = &watch->branch[sop_branch(sop, s)], shown = watch->before;
    wait_for_inputs(watch, sop, s, own);
    take(own, step->duration);
    for (size_t i = 0; i < step->outputs.n; i++) {
        uint16_t document = step->outputs.at[i].document;
        if (!bits_has(watch->handed, document))
            watch->made[document] = *own;
        bits_add(watch->handed, document);
    }
    longest_branch(watch, &sop->steps[step->inside]);
    add(&shown, own);
    return shown;
}

struct elapsed stopwatch_complete(struct stopwatch *watch, const struct sop *sop, uint16_t step)
{
    if (sop->steps[step].inside != NONE)
        return complete_inside(watch, sop, step);
    stopwatch_leave(watch);
    take(&watch->now, sop->steps[step].duration);
    return watch->now;
}

void stopwatch_leave(struct stopwatch *watch) { watch->parallel = NONE; }
