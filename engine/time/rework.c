/* What one Tidak costs: from its target all Ya until the case is behind the decision again. */
#include "time/listing.h"
#include "time/path.h"
#include "time/reach.h"

/* Courses through one SOP: it may begin in several ways. */
struct group {
    struct course **at;
    size_t n, room;
};

/* A place of the audit: a SOP behind a path of calls. `all` is looked for where `onward` has nothing to say. */
struct place {
    struct place *parent;  /* in which it is called; NULL: the SOP itself */
    uint16_t step, choice; /* by this step, as this callee */
    const struct matters *matters;
    struct text prefix;
    struct group onward, all; /* on ways without a Tidak that goes back; on all */
    bool has_all;
};

struct reworking {
    struct auditor *a;
    size_t places, situations; /* looked at so far */
};

/* What is being added up for one decision, over `n` ways to it. */
struct row {
    uint16_t step;
    struct total adds;
    uint32_t n;
};

enum { MOST_SITUATIONS = 20 * MAX_SITUATIONS, MOST_PLACES = 10 * MAX_AUDIT_REWORK }; /* for all decisions together */

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

static bool is_enough(const struct reworking *r)
{
    return r->a->audit->n_rework >= MAX_AUDIT_REWORK || r->places > MOST_PLACES || r->situations > MOST_SITUATIONS;
}

static bool widen_rows(struct reworking *r, const struct course *course, struct row *row)
{
    for (uint32_t i = 0; i < course->n && !r->a->audit->rework_cut; i++) {
        r->a->audit->rework_cut = is_enough(r);
        if (course->at[i].step == row->step && is_answered(course, i) && !widen_row(r, course, i, row))
            return false;
    }
    return true;
}

static bool widen_group(struct reworking *r, const struct group *group, struct row *row)
{
    for (size_t i = 0; i < group->n; i++)
        if (!widen_rows(r, group->at[i], row))
            return false;
    return true;
}

/* --- where it is --- */

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

/* The courses that this call begins in the course. */
static bool add_begun(struct auditor *a, struct group *group, const struct course *course, const struct place *place)
{
    for (uint32_t i = 0; i < course->n_turns; i++) {
        const struct turn *turn = &course->turns[i];
        if (turn->inner && course->at[turn->from].step == place->step && turn->which == place->choice &&
            !group_add(a, group, turn->inner))
            return false;
    }
    return true;
}

static bool find_begun(struct auditor *a, struct group *group, const struct group *callers, const struct place *place)
{
    for (size_t i = 0; i < callers->n; i++)
        if (!add_begun(a, group, callers->at[i], place))
            return false;
    return true;
}

static bool find_all(struct auditor *a, struct place *place)
{
    if (place->has_all)
        return true;
    place->has_all = true;
    if (place->parent)
        return find_all(a, place->parent) && find_begun(a, &place->all, &place->parent->all, place);
    struct course *all = course_in(&a->atlas, place->onward.at[0], SCOPE_ALL);
    return all && group_add(a, &place->all, all);
}

/* --- one row --- */

static bool put_row(struct auditor *a, const struct place *place, const struct row *row)
{
    struct audit *audit = a->audit;
    const struct sop *sop = place->matters->sop;
    struct rework *room = arena_room(a->arena, audit->rework, audit->n_rework, &a->room_rework, sizeof *room);
    if (!room)
        return false;
    audit->rework = room;
    room[audit->n_rework++] =
        (struct rework){.step = path_step(a->arena, place->prefix, sop->steps[row->step].key),
                        .back_to = path_step(a->arena, place->prefix, sop->steps[sop->plan.goes[1][row->step]].key),
                        .sop = sop,
                        .adds = row->adds};
    return !a->arena->failed;
}

/* On ways without a Tidak that goes back, else on any; no row where no case comes to the decision. */
static bool list_decision(struct reworking *r, struct place *place, uint16_t step)
{
    struct row row = {.step = step};
    r->a->audit->rework_cut = r->a->audit->rework_cut || is_enough(r);
    if (r->a->audit->rework_cut)
        return true;
    if (!widen_group(r, &place->onward, &row))
        return false;
    if (row.n == 0 && (!find_all(r->a, place) || !widen_group(r, &place->all, &row)))
        return false;
    return row.n == 0 || r->a->audit->rework_cut || put_row(r->a, place, &row);
}

/* --- the whole, in the order of the lists --- */

static bool list_place(struct reworking *r, struct place *place);

static bool list_call(struct reworking *r, struct place *parent, uint16_t step, uint16_t choice)
{
    struct auditor *a = r->a;
    const struct matters *m = parent->matters;
    struct place place = {.parent = parent,
                          .step = step,
                          .choice = choice,
                          .matters = m->inner[m->first_inner[step] + choice],
                          .prefix = path_step(a->arena, parent->prefix, m->sop->steps[step].key)};
    a->audit->rework_cut = a->audit->rework_cut || is_enough(r);
    if (a->audit->rework_cut)
        return true;
    if (!place.prefix.len || !find_begun(a, &place.onward, &parent->onward, &place))
        return false;
    if (place.onward.n == 0 && !find_all(a, &place))
        return false;
    return (place.onward.n == 0 && place.all.n == 0) || list_place(r, &place);
}

static bool list_place(struct reworking *r, struct place *place)
{
    const struct matters *m = place->matters;
    r->places++;
    for (uint16_t s = 0; s < m->sop->n_steps; s++) {
        if (m->goes_back[s] && !list_decision(r, place, s))
            return false;
        for (uint16_t c = 0; c < m->sop->steps[s].call.n; c++)
            if (!list_call(r, place, s, c))
                return false;
    }
    return true;
}

bool list_rework(struct auditor *a, struct course *onward)
{
    struct place place = {.matters = onward->matters, .onward = {.at = &onward, .n = 1}};
    return list_place(&(struct reworking){.a = a}, &place);
}
