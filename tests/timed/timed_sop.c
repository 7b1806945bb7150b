#include "timed/timed_sop.h"

#include <string.h>

#include "property/random_sop.h"

#define KEY(key) ((keys)1 << (key))

/* Documents by their use: one that is given, those on which the way depends, and those that are just handed on. */
enum { KEY_PLAIN_GIVEN, FIRST_GUARD, FIRST_MADE = 5, GUARDS = FIRST_MADE - FIRST_GUARD };

static const keys all_guards = (KEY(GUARDS) - 1) << FIRST_GUARD;

enum { UNIT_MINUTES = 1, UNIT_HOURS = 2, UNIT_WALL = 5, STEP_DRAWS = 30 };

struct maker {
    struct draws *draws;
    struct draft *draft;
    struct draft_sop *sop;
    uint8_t number, item;
    keys seen, other_branch;
    keys sure; /* in hand on every way, most likely: a step is never done unless such a document is there */
};

/* --- durations --- */

/* Most are working time; some steps state none, some time on the wall. */
static struct draft_duration some_duration(struct draws *draws)
{
    uint32_t sort = draws_below(draws, 16);
    struct draft_duration duration = {.stated = sort > 1, .unit = sort == 15 ? UNIT_WALL : UNIT_MINUTES};
    duration.whole = (uint8_t)(1 + draws_below(draws, 6));
    duration.fraction = draws_once_in(draws, 4);
    duration.more = (uint8_t)(draws_once_in(draws, 4) ? 1 + draws_below(draws, 3) : 0);
    return duration;
}

/* In half minutes, at the lower end and at the upper. */
struct halves {
    int from, to;
};

static struct halves halves_of(const struct draft_duration *duration)
{
    int from = 2 * duration->whole + (duration->fraction == 1);
    if (!duration->stated || duration->unit != UNIT_MINUTES)
        return (struct halves){0, 0};
    return (struct halves){from, from + 2 * duration->more};
}

static void add_halves(struct halves *sum, struct halves more)
{
    sum->from += more.from;
    sum->to += more.to;
}

/* The list from top to bottom, of a block its longest branch: often what a case with Ya to all takes. */
static struct halves straight_sum(const struct draft_sop *sop)
{
    struct halves sum = {0, 0};
    for (uint8_t i = 0; i < sop->n_items; i++) {
        const struct draft_item *item = &sop->items[i];
        struct halves longest = {0, 0};
        for (uint8_t b = 0; b < item->n_branches; b++) {
            struct halves branch = {0, 0};
            for (uint8_t s = 0; s < item->in_branch[b]; s++)
                add_halves(&branch, halves_of(&item->branch[b][s].duration));
            longest.from = longest.from < branch.from ? branch.from : longest.from;
            longest.to = longest.to < branch.to ? branch.to : longest.to;
        }
        add_halves(&sum, item->step.sort == DRAFT_FORKS ? longest : halves_of(&item->step.duration));
    }
    return sum;
}

/* What a sheet claims: what it adds up to, or anything; seldom a unit that is not defined, or none of working time. */
static void draw_claim(struct draws *draws, struct draft_sop *sop)
{
    struct halves sum = straight_sum(sop);
    uint32_t sort = draws_below(draws, 16);
    sop->claims = sort > 0;
    sop->claim = (struct draft_duration){.stated = true, .unit = UNIT_MINUTES};
    sop->claim.whole = (uint8_t)(1 + draws_below(draws, 24));
    sop->claim.more = (uint8_t)(draws_once_in(draws, 4) ? 1 + draws_below(draws, 9) : 0);
    if (sort > 7 && sum.from >= 2 && sum.to < 400 && (sum.to - sum.from) % 2 == 0) {
        sop->claim.whole = (uint8_t)(sum.from / 2);
        sop->claim.fraction = sum.from % 2 == 1;
        sop->claim.more = (uint8_t)((sum.to - sum.from) / 2);
    }
    if (sort == 1)
        sop->claim.unit = draws_once_in(draws, 2) ? UNIT_WALL : 4;
}

/* --- documents --- */

static int know(struct maker *m, int key, enum draft_given given)
{
    struct draft_document *document = &m->sop->documents[key];
    if (!document->declared) {
        document->declared = true;
        document->given = given;
        document->issued_for = NO_KEY;
        m->sop->known |= KEY(key);
        if (given != DRAFT_MADE)
            m->sop->made |= KEY(key);
        if (given == DRAFT_GIVEN)
            m->seen |= KEY(key);
    }
    return key;
}

static int some_guard(struct maker *m)
{
    int key = FIRST_GUARD + (int)draws_below(m->draws, GUARDS);
    return know(m, key, draws_below(m->draws, 4) == 0 ? DRAFT_MADE : DRAFT_OPTIONAL);
}

static keys some_inputs(struct maker *m)
{
    keys set = 0;
    for (int i = 0; i < 2 && draws_below(m->draws, 2); i++)
        if (m->seen)
            set |= KEY(draws_of(m->draws, m->seen));
        else
            set |= KEY(know(m, KEY_PLAIN_GIVEN, DRAFT_GIVEN));
    return set;
}

static keys some_outputs(struct maker *m)
{
    keys set = 0;
    for (int i = 0; i < 2 && draws_below(m->draws, 2); i++)
        if (draws_below(m->draws, 3) == 2)
            set |= KEY(some_guard(m));
        else
            set |= KEY(know(m, FIRST_MADE + (int)draws_below(m->draws, OWN_KEYS - FIRST_MADE), DRAFT_MADE));
    set &= ~m->other_branch;
    m->sop->made |= set;
    m->seen |= set;
    return set;
}

/* --- steps --- */

static struct draft_step some_step(struct maker *m, enum draft_sort sort)
{
    struct draft_step step = {.sort = sort, .next = TO_NEXT, .expired = TO_NEXT, .unless = NO_KEY};
    step.actor = (uint8_t)draws_below(m->draws, 3);
    step.duration = some_duration(m->draws);
    step.inputs = some_inputs(m);
    step.outputs = some_outputs(m);
    return step;
}

static uint8_t back(struct maker *m) { return (uint8_t)(m->item - draws_below(m->draws, m->item + 1u)); }

static uint8_t ahead(struct maker *m) { return (uint8_t)(m->item + 1 + draws_below(m->draws, 3)); }

/* A document that may be there or not; seldom one that is there. */
static void draw_unless(struct maker *m, struct draft_step *step)
{
    int guard = draws_of(m->draws, all_guards & ~m->sure);
    if (guard < 0 || draws_once_in(m->draws, 16))
        guard = some_guard(m);
    step->unless = (uint8_t)know(m, guard, draws_below(m->draws, 4) == 0 ? DRAFT_MADE : DRAFT_OPTIONAL);
    step->outputs = KEY(step->unless);
    m->sop->made |= step->outputs;
    m->seen |= step->outputs;
}

static struct draft_step draw_plain(struct maker *m)
{
    struct draft_step step = some_step(m, DRAFT_PLAIN);
    if (draws_below(m->draws, 3) == 2)
        draw_unless(m, &step);
    m->sure |= step.outputs;
    return step;
}

/* A Tidak mostly goes back; where it goes on, the Ya may be what leaps, or seldom goes round. */
static struct draft_step draw_decision(struct maker *m)
{
    struct draft_step step = some_step(m, DRAFT_DECIDES);
    uint32_t sort = draws_below(m->draws, 16);
    step.tidak = sort < 9 ? back(m) : sort < 12 ? ahead(m) : sort < 13 ? TO_END : (uint8_t)(m->item + 1);
    if (sort >= 14)
        step.next = sort == 14 ? ahead(m) : draws_once_in(m->draws, 3) ? back(m) : TO_END;
    if (draws_below(m->draws, 3) == 2)
        step.tidak_outputs = some_outputs(m);
    if (draws_once_in(m->draws, 6) && sort < 15)
        draw_unless(m, &step);
    m->sure |= step.outputs;
    return step;
}

static struct draft_step draw_call(struct maker *m)
{
    struct draft_step step = some_step(m, DRAFT_CALLS);
    keys made = 0, known = 0;
    step.callees = (uint8_t)(1 << draws_below(m->draws, m->number));
    for (int i = 0; i < 2 && draws_below(m->draws, 3); i++)
        step.callees |= (uint8_t)(1 << draws_below(m->draws, m->number));
    for (int i = 0; i < m->number; i++)
        if (step.callees >> i & 1) {
            made |= m->draft->sops[i].made;
            known |= m->draft->sops[i].known;
        }
    /* What comes back: under its own name, or another. */
    step.outputs &= made;
    if (made & all_guards && draws_below(m->draws, 2))
        step.outputs |= KEY(know(m, draws_of(m->draws, made & all_guards), DRAFT_OPTIONAL));
    if (made && draws_once_in(m->draws, 4)) {
        int guard = some_guard(m);
        step.outputs |= KEY(guard);
        step.returns[step.n_returns++] = (struct draft_pair){(uint8_t)guard, (uint8_t)draws_of(m->draws, made)};
    }
    m->sop->made |= step.outputs;
    /* What goes in: by equal key, or one guard as another. */
    if (known & all_guards && draws_once_in(m->draws, 3)) {
        int into = draws_of(m->draws, known & all_guards);
        step.with[step.n_with++] = (struct draft_pair){(uint8_t)into, (uint8_t)some_guard(m)};
    }
    m->seen |= step.outputs;
    return step;
}

/* Each branch may need what those drawn before it make, if it stands before them or behind. */
static void draw_branches(struct maker *m, struct draft_item *item)
{
    keys before = m->seen, all = 0;
    item->step = (struct draft_step){.sort = DRAFT_FORKS, .next = TO_NEXT, .expired = TO_NEXT, .unless = NO_KEY};
    item->n_branches = (uint8_t)(2 + draws_below(m->draws, MOST_BRANCHES - 1));
    bool from_behind = draws_once_in(m->draws, 2);
    for (uint8_t nth = 0; nth < item->n_branches; nth++) {
        uint8_t b = from_behind ? (uint8_t)(item->n_branches - 1 - nth) : nth;
        item->in_branch[b] = (uint8_t)(1 + draws_below(m->draws, MOST_IN_BRANCH));
        m->other_branch = all;
        m->seen = all && draws_below(m->draws, 4) ? all : before;
        for (uint8_t i = 0; i < item->in_branch[b]; i++) {
            size_t piece = draws_begin(m->draws);
            item->branch[b][i] = some_step(m, DRAFT_PLAIN);
            draws_end(m->draws, piece, STEP_DRAWS);
        }
        for (uint8_t i = 0; i < item->in_branch[b]; i++)
            all |= item->branch[b][i].outputs;
    }
    m->other_branch = 0;
    m->seen = before | all;
    m->sure |= all;
}

static void draw_item(struct maker *m, struct draft_item *item)
{
    uint32_t sort = draws_below(m->draws, 16);
    if (sort < 6)
        item->step = draw_plain(m);
    else if (sort < 10 || (sort < 13 && m->number == 0))
        item->step = draw_decision(m);
    else if (sort < 13)
        item->step = draw_call(m);
    else
        draw_branches(m, item);
}

/* --- the whole --- */

static uint8_t existing(const struct draft_sop *sop, uint8_t target)
{
    return target < TO_NEXT && target >= sop->n_items ? TO_END : target;
}

static void draw_sop(struct maker *m)
{
    bool more = true;
    for (m->item = 0; more && m->item < MOST_ITEMS; m->item++) {
        size_t piece = draws_begin(m->draws);
        more = draws_below(m->draws, 6);
        draw_item(m, &m->sop->items[m->item]);
        draws_end(m->draws, piece, STEP_DRAWS);
    }
    m->sop->n_items = m->item;
    for (uint8_t i = 0; i < m->sop->n_items; i++) {
        m->sop->items[i].step.next = existing(m->sop, m->sop->items[i].step.next);
        m->sop->items[i].step.tidak = existing(m->sop, m->sop->items[i].step.tidak);
    }
    draw_claim(m->draws, m->sop);
}

static void draw_all(struct draft *draft, struct draws *draws)
{
    bool more = true;
    memset(draft, 0, sizeof *draft);
    for (uint8_t i = 0; more && i < MOST_SOPS - 1; i++) {
        struct maker m = {.draws = draws, .draft = draft, .sop = &draft->sops[i], .number = i};
        size_t piece = draws_begin(draws);
        draw_sop(&m);
        more = draws_below(draws, i ? 3 : 6);
        draws_end(draws, piece, 0);
        draft->n_sops = (uint8_t)(i + 1);
    }
}

/* Without a `day` or a week, only seconds, minutes and hours are working time. */
static void shorten(struct draft_duration *duration)
{
    if (duration->unit <= UNIT_HOURS) {
        duration->unit = UNIT_MINUTES;
        duration->fraction = duration->fraction == 1;
    }
}

static void shorten_all(struct draft *draft, struct draws *draws)
{
    draft->day = 0;
    draft->week = false;
    for (uint8_t n = 0; n < draft->n_sops; n++) {
        for (uint8_t i = 0; i < draft->sops[n].n_items; i++) {
            struct draft_item *item = &draft->sops[n].items[i];
            shorten(&item->step.duration);
            for (uint8_t b = 0; b < item->n_branches; b++)
                for (uint8_t s = 0; s < item->in_branch[b]; s++)
                    shorten(&item->branch[b][s].duration);
        }
        draw_claim(draws, &draft->sops[n]);
    }
}

void timed_sops(struct draft *draft, struct draws *draws)
{
    if (draws_below(draws, 8) < 7) {
        draw_all(draft, draws);
        return;
    }
    random_sops(draft, draws);
    shorten_all(draft, draws);
}
