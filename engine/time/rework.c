/* What one Tidak costs: from its target all Ya until the decision has been done again. */
#include <string.h>

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
    size_t groups;
};

/* --- one decision --- */

/* The way back from one situation in which the decision is due, into `*adds`. */
static bool widen_row(struct auditor *a, const struct course *course, uint32_t situation, struct total *adds,
                      uint32_t n)
{
    struct matters *m = course->matters;
    uint16_t step = course->at[situation].step;
    unsigned char *hands = ARENA_ARRAY(a->atlas.arena, m->n, unsigned char);
    if (!hands)
        return false;
    if (m->n)
        memcpy(hands, course->at[situation].hands, m->n);
    hands_add(m, hands, step, 1);
    struct leg_of leg = {.start = m->sop->plan.goes[1][step], .until = step, .hands = hands};
    struct course *back = course_from(&a->atlas, m, SCOPE_YA, leg);
    if (!back || (!back->cut && !reach_of(back, a->atlas.arena)))
        return false;
    total_widen(adds, reach_straight(back), n);
    return true;
}

static bool is_answered(const struct course *course, uint32_t situation)
{
    EACH_MOVE (course, situation, move)
        if (move->kind == MOVE_YA)
            return true;
    return false;
}

static bool widen_rows(struct auditor *a, const struct course *course, uint16_t step, struct total *adds, uint32_t *n)
{
    for (uint32_t i = 0; i < course->n; i++)
        if (course->at[i].step == step && is_answered(course, i) && !widen_row(a, course, i, adds, (*n)++))
            return false;
    return true;
}

/* On ways without a Tidak that goes back, else on any. */
static bool time_rework(struct auditor *a, const struct group *group, uint16_t step, struct total *adds)
{
    uint32_t n = 0;
    for (size_t i = 0; i < group->n; i++)
        if (!widen_rows(a, group->at[i], step, adds, &n))
            return false;
    for (size_t i = 0; n == 0 && i < group->n; i++) {
        struct course *all = course_in(&a->atlas, group->at[i], SCOPE_ALL);
        if (!all || !widen_rows(a, all, step, adds, &n))
            return false;
    }
    if (n == 0)
        *adds = (struct total){.sort = TOTAL_CUT};
    return true;
}

static bool add_row(struct auditor *a, const struct group *group, struct text prefix, uint16_t step)
{
    struct audit *audit = a->audit;
    const struct sop *sop = group->at[0]->matters->sop;
    struct rework *room = arena_room(a->arena, audit->rework, audit->n_rework, &a->room_rework, sizeof *room);
    if (!room)
        return false;
    audit->rework = room;
    room[audit->n_rework] =
        (struct rework){.step = path_step(a->arena, prefix, sop->steps[step].key),
                        .back_to = path_step(a->arena, prefix, sop->steps[sop->plan.goes[1][step]].key),
                        .sop = sop};
    return time_rework(a, group, step, &room[audit->n_rework++].adds);
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
    for (uint32_t i = 0; i < course->n_moves; i++) {
        const struct move *move = &course->moves[i];
        if (move->kind == MOVE_CALLED && course->at[move->from].step == calls.step && move->which == calls.choice &&
            !group_add(a, inner, move->inner))
            return false;
    }
    return true;
}

static bool list_group(struct reworking *r, const struct group *group, struct text prefix);

static bool list_call(struct reworking *r, const struct group *group, struct text prefix, struct calls calls)
{
    struct auditor *a = r->a;
    struct group inner = {0};
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
        r->a->audit->rework_cut = r->a->audit->n_rework >= MAX_AUDIT_REWORK || r->groups > MAX_AUDIT_REWORK;
        if (r->a->audit->rework_cut)
            return true;
        if (m->goes_back[s] && !add_row(r->a, group, prefix, s))
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
