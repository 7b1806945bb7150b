/* What one Tidak costs: from its target all Ya until the case is behind the decision again. */
#include "time/listing.h"
#include "time/path.h"
#include "time/reach.h"

/* Courses through one SOP at one place of the audit: it may begin there in several ways. */
struct group {
    struct course **at;
    size_t n, room;
};

struct reworking {
    struct auditor *a;
    size_t groups, situations; /* looked at so far */
};

/* What is being added up for one decision, over `n` ways to it. */
struct row {
    uint16_t step;
    struct total adds;
    uint32_t n;
};

enum { MOST_SITUATIONS = 20 * MAX_SITUATIONS, MOST_GROUPS = 10 * MAX_AUDIT_REWORK }; /* for all decisions together */

/* --- one decision --- */

/* The way back from one situation in which the decision is due, into the row: a course of its own, forgotten after. */
static bool widen_row(struct reworking *r, const struct course *course, uint32_t situation, struct row *row)
{
    struct matters *m = course->matters;
    struct arena brief = ARENA_INIT;
    struct atlas atlas;
    uint16_t step = course->at[situation].step;
    atlas_init(&atlas, &brief);
    unsigned char *hands = (unsigned char *)arena_copy(&brief, course->at[situation].hands, m->n);
    if (hands)
        hands_add(m, hands, step, 1);
    struct bounds bounds = {.start = m->sop->plan.goes[1][step], .until = step, .hands = hands};
    struct course *back = hands ? course_from(&atlas, m, SCOPE_YA, bounds) : NULL;
    bool fine = back && (back->cut || reach_of(back, &brief));
    if (fine)
        total_widen(&row->adds, reach_straight(back), row->n++);
    r->situations += atlas.situations;
    arena_release(&brief);
    return fine;
}

static bool is_answered(const struct course *course, uint32_t situation)
{
    EACH_TURN (course, situation, turn)
        if (turn->kind == TURN_YA)
            return true;
    return false;
}

static bool widen_rows(struct reworking *r, const struct course *course, struct row *row)
{
    for (uint32_t i = 0; i < course->n; i++)
        if (course->at[i].step == row->step && is_answered(course, i) && !widen_row(r, course, i, row))
            return false;
    return true;
}

/* On ways without a Tidak that goes back, else on any. */
static bool time_rework(struct reworking *r, const struct group *group, struct row *row)
{
    for (size_t i = 0; i < group->n; i++)
        if (!widen_rows(r, group->at[i], row))
            return false;
    for (size_t i = 0; row->n == 0 && i < group->n; i++) {
        struct course *all = course_in(&r->a->atlas, group->at[i], SCOPE_ALL);
        if (!all || !widen_rows(r, all, row))
            return false;
    }
    return true;
}

static bool is_enough(const struct reworking *r)
{
    return r->a->audit->n_rework >= MAX_AUDIT_REWORK || r->groups > MOST_GROUPS || r->situations > MOST_SITUATIONS;
}

/* The decision's row; none where no case comes to it. */
static bool add_row(struct reworking *r, const struct group *group, struct text prefix, uint16_t step)
{
    struct auditor *a = r->a;
    struct audit *audit = a->audit;
    audit->rework_cut = audit->rework_cut || is_enough(r);
    if (audit->rework_cut)
        return true;
    const struct sop *sop = group->at[0]->matters->sop;
    struct row row = {.step = step};
    if (!time_rework(r, group, &row))
        return false;
    if (row.n == 0)
        return true;
    struct rework *room = arena_room(a->arena, audit->rework, audit->n_rework, &a->room_rework, sizeof *room);
    if (!room)
        return false;
    audit->rework = room;
    room[audit->n_rework++] =
        (struct rework){.step = path_step(a->arena, prefix, sop->steps[step].key),
                        .back_to = path_step(a->arena, prefix, sop->steps[sop->plan.goes[1][step]].key),
                        .sop = sop,
                        .adds = row.adds};
    return !a->arena->failed;
}

/* --- calls --- */

static bool group_add(struct auditor *a, struct group *group, struct course *course)
{
    for (size_t i = 0; i < group->n; i++)
        if (group->at[i] == course)
            return true;
    struct course **room = arena_room(a->atlas.arena, group->at, group->n, &group->room, sizeof *room);
    if (!room)
        return false;
    group->at = room;
    room[group->n++] = course;
    return true;
}

/* A call step and which of its callees. */
struct calls {
    uint16_t step, choice;
};

/* The courses that this call begins. */
static bool group_calls(struct auditor *a, struct group *inner, const struct course *course, struct calls calls)
{
    for (uint32_t i = 0; i < course->n_turns; i++) {
        const struct turn *turn = &course->turns[i];
        if (turn->inner && course->at[turn->from].step == calls.step && turn->which == calls.choice &&
            !group_add(a, inner, turn->inner))
            return false;
    }
    return true;
}

static bool list_group(struct reworking *r, const struct group *group, struct text prefix);

static bool list_call(struct reworking *r, const struct group *group, struct text prefix, struct calls calls)
{
    struct auditor *a = r->a;
    struct group inner = {0};
    if (a->audit->rework_cut || is_enough(r)) {
        a->audit->rework_cut = true;
        return true;
    }
    for (size_t i = 0; i < group->n; i++)
        if (!group_calls(a, &inner, group->at[i], calls))
            return false;
    for (size_t i = 0; inner.n == 0 && i < group->n; i++) {
        struct course *all = course_in(&a->atlas, group->at[i], SCOPE_ALL);
        if (!all || !group_calls(a, &inner, all, calls))
            return false;
    }
    struct text path = path_step(a->arena, prefix, group->at[0]->matters->sop->steps[calls.step].key);
    return inner.n == 0 || (path.len && list_group(r, &inner, path));
}

/* --- the whole, in the order of the lists --- */

static bool list_group(struct reworking *r, const struct group *group, struct text prefix)
{
    const struct matters *m = group->at[0]->matters;
    r->groups++;
    for (uint16_t s = 0; s < m->sop->n_steps; s++) {
        if (m->goes_back[s] && !add_row(r, group, prefix, s))
            return false;
        for (uint16_t c = 0; c < m->sop->steps[s].call.n; c++)
            if (!list_call(r, group, prefix, (struct calls){s, c}))
                return false;
    }
    return true;
}

bool list_rework(struct auditor *a, struct course *onward)
{
    struct group group = {.at = &onward, .n = 1};
    return list_group(&(struct reworking){.a = a}, &group, (struct text){0});
}
