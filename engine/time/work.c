/* Whose minutes they are: the straight path once more for each actor, with that actor's time alone. */
#include "time/block.h"
#include "time/listing.h"
#include "time/reach.h"

/* The actor at hand; `brief` ends with it. */
struct working {
    struct auditor *a;
    const struct actor_work *actor;
    struct arena *brief;
};

static bool is_theirs(const struct working *w, const struct sop *sop, const struct step *step)
{
    if (step->actor == NONE || step->duration.sort != DURATION_WORK)
        return false;
    const struct actor *actor = &sop->actors[step->actor];
    return actor->applicant == w->actor->applicant && text_eq(actor->key, w->actor->actor);
}

static void add_step(const struct working *w, const struct sop *sop, uint16_t step, struct total *work)
{
    if (!is_theirs(w, sop, &sop->steps[step]))
        return;
    work->min_ms += sop->steps[step].duration.min_ms;
    work->max_ms += sop->steps[step].duration.max_ms;
}

/* What the turn adds; branches beside each other are added up. */
static struct total work_of_turn(const struct working *w, const struct course *course, const struct turn *turn)
{
    struct total work = {.sort = TOTAL_KNOWN};
    const struct sop *sop = course->matters->sop;
    uint16_t step = course->at[turn->from].step;
    if (turn->kind == TURN_CALLED)
        return turn->inner->work[turn->exit];
    if (turn->kind != TURN_DONE && turn->kind != TURN_YA)
        return work;
    if (sop->steps[step].parallel.n)
        for (uint16_t s = block_first(sop, step); s <= block_last(sop, step); s++)
            add_step(w, sop, s, &work);
    else
        add_step(w, sop, step, &work);
    return work;
}

static struct total plus(struct total a, struct total b)
{
    if (a.max_ms > MOST_MS || b.max_ms > MOST_MS)
        return (struct total){TOTAL_KNOWN, MOST_MS + 1, MOST_MS + 1};
    return (struct total){TOTAL_KNOWN, a.min_ms + b.min_ms, a.max_ms + b.max_ms};
}

static bool work_through(struct working *w, struct course *course);

static bool work_inside(struct working *w, const struct course *course)
{
    for (uint32_t i = 0; i < course->n_turns; i++)
        if (course->turns[i].inner && !work_through(w, course->turns[i].inner))
            return false;
    return true;
}

/* Leaves in `course->work` what the actor does on the way to each exit. The course goes nowhere round. */
static bool work_through(struct working *w, struct course *course)
{
    if (course->work)
        return true;
    struct total *at = ARENA_ARRAY(w->brief, course->n, struct total);
    struct total *work = ARENA_ARRAY(w->brief, course->n_exits, struct total);
    uint32_t *met = ARENA_ARRAY(w->brief, course->n, uint32_t);
    if (!at || !work || !met || !work_inside(w, course))
        return false;
    for (uint32_t i = 0; i < course->n; i++) {
        uint32_t from = course->reach->order.at[i];
        EACH_TURN (course, from, turn)
            total_widen(&at[turn->to], plus(at[from], work_of_turn(w, course, turn)), met[turn->to]++);
    }
    for (uint32_t x = 0; x < course->n_exits; x++)
        work[x] = at[course->exits[x]];
    course->work = work;
    return true;
}

static bool work_of_actor(struct auditor *a, struct course *ya, struct actor_work *actor)
{
    struct arena brief = ARENA_INIT;
    struct working working = {.a = a, .actor = actor, .brief = &brief};
    bool fine = work_through(&working, ya);
    for (uint32_t x = 0; fine && x < ya->n_exits; x++)
        total_widen(&actor->work, ya->work[x], x);
    if (actor->work.max_ms > MOST_MS)
        actor->work = (struct total){.sort = TOTAL_TOO_LONG};
    for (size_t i = 0; i < a->atlas.n; i++)
        a->atlas.at[i]->work = NULL;
    arena_release(&brief);
    return fine;
}

bool list_work(struct auditor *a, struct course *ya)
{
    enum total_sort straight = a->audit->straight.sort;
    if (!list_actors(a))
        return false;
    for (size_t i = 0; i < a->audit->n_actors; i++) {
        if (straight != TOTAL_KNOWN)
            a->audit->actors[i].work.sort = straight;
        else if (!work_of_actor(a, ya, &a->audit->actors[i]))
            return false;
    }
    return true;
}
