#include "run/elapsed.h"

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

static uint16_t branch_of(const struct step *outer, uint16_t step)
{
    uint16_t b = 0;
    while (step > outer->parallel.at[b].last)
        b++;
    return b;
}

static bool enter(struct stopwatch *watch, const struct sop *sop, uint16_t outer, struct arena *arena)
{
    if (watch->parallel == outer)
        return true;
    watch->branch = ARENA_ARRAY(arena, sop->steps[outer].parallel.n, struct elapsed);
    watch->made = ARENA_ARRAY(arena, sop->n_documents, struct elapsed);
    if (!watch->branch || !watch->made)
        return false;
    watch->parallel = outer;
    watch->before = watch->now;
    return true;
}

static void wait_for_inputs(const struct stopwatch *watch, const struct step *step, struct elapsed *branch)
{
    for (size_t i = 0; i < step->inputs.n; i++) {
        longer(&branch->work, watch->made[step->inputs.at[i].document].work);
        longer(&branch->wall, watch->made[step->inputs.at[i].document].wall);
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

static struct elapsed complete_inside(struct stopwatch *watch, const struct sop *sop, uint16_t s, struct arena *arena)
{
    const struct step *step = &sop->steps[s], *parallel = &sop->steps[step->inside];
    if (!enter(watch, sop, step->inside, arena))
        return watch->now;
    struct elapsed *own = &watch->branch[branch_of(parallel, s)], shown = watch->before;
    wait_for_inputs(watch, step, own);
    take(own, step->duration);
    for (size_t i = 0; i < step->outputs.n; i++)
        watch->made[step->outputs.at[i].document] = *own;
    longest_branch(watch, parallel);
    add(&shown, own);
    return shown;
}

struct elapsed stopwatch_complete(struct stopwatch *watch, const struct sop *sop, uint16_t step, struct arena *arena)
{
    if (sop->steps[step].inside != NONE)
        return complete_inside(watch, sop, step, arena);
    stopwatch_leave(watch);
    take(&watch->now, sop->steps[step].duration);
    return watch->now;
}

void stopwatch_leave(struct stopwatch *watch)
{
    watch->parallel = NONE;
    watch->branch = watch->made = NULL;
}
