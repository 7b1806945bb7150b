#include "time/finish.h"

#include "base/must.h"

static bool pass(struct walk *walk, const struct leg *leg)
{
    switch (leg->sort) {
    case DURATION_WORK:
        return walk_work(walk, leg->ms);
    case DURATION_WALL:
        return walk_wall(walk, leg->ms);
    case DURATION_NONE:
    case DURATION_UNKNOWN:
        break;
    }
    must(!"a stretch of time without a clock");
}

struct finish finish_of(const struct workclock *clock, int64_t start, const struct legs *legs)
{
    struct walk walk = walk_from(clock, start);
    bool goes_on = !walk.never;
    if (legs->cut)
        return (struct finish){.sort = FINISH_CUT};
    for (size_t i = 0; goes_on && i < legs->n; i++)
        goes_on = pass(&walk, &legs->at[i]);
    if (!goes_on)
        return (struct finish){.sort = FINISH_NEVER};
    return (struct finish){FINISH_KNOWN, walk.at, walk.guessed};
}
