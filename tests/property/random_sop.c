#include "property/random_sop.h"

#include <string.h>

#define KEY(key) ((keys)1 << (key))

/* A SOP while it is drawn. */
struct maker {
    struct draws *draws;
    struct draft *draft;
    struct draft_sop *sop;
    uint8_t number; /* of the SOP */
    keys seen;      /* in hand, most likely, where the list has come to */
    uint8_t item;   /* the one that is drawn */
    bool in_branch;
    keys other_branch; /* what other branches make: not this one */
};

/* Once in how many times no more follow; and how many draws an item or a step of a branch has at least. */
enum { ITEMS_STOP = 7, SOPS_STOP = 5, STEP_DRAWS = 40 };

/* --- durations --- */

enum { UNITS = 7, UNIT_WORK_DAYS = 3 };

static struct draft_duration some_duration(struct draws *draws)
{
    return (struct draft_duration){
        .stated = true,
        .unit = (uint8_t)draws_below(draws, UNITS),
        .whole = (uint8_t)(1 + draws_below(draws, 9)),
        .fraction = (uint8_t)(draws_once_in(draws, 3) ? 1 + draws_below(draws, 2) : 0),
        .more = (uint8_t)(draws_once_in(draws, 4) ? 1 + draws_below(draws, 4) : 0),
        .spelling = (uint8_t)draws_below(draws, 8),
    };
}

/* On the wall clock there are no working days. */
static struct draft_duration some_validity(struct draws *draws)
{
    struct draft_duration duration = some_duration(draws);
    if (duration.unit == UNIT_WORK_DAYS)
        duration.unit = 0;
    return duration;
}

/* --- documents --- */

static enum draft_given given_of(const struct draft_sop *sop, int key)
{
    if (!sop->documents[key].declared)
        return key == KEY_GIVEN ? DRAFT_GIVEN : key == KEY_OPTIONAL ? DRAFT_OPTIONAL : DRAFT_MADE;
    return sop->documents[key].given;
}

static bool runs_out(const struct draft_sop *sop, int key)
{
    return sop->documents[key].declared ? sop->documents[key].valid_for.stated : key == KEY_OPTIONAL;
}

static void draw_type(struct draws *draws, struct draft_document *document)
{
    document->type = (enum draft_type)draws_below(draws, DRAFT_TYPES);
    document->detail = (uint8_t)draws_below(draws, 3);
    document->issued_for = NO_KEY;
}

static void declare(struct maker *m, int key, enum draft_given given)
{
    struct draft_document *document = &m->sop->documents[key];
    document->declared = true;
    document->given = given;
    document->issued_for = NO_KEY;
    document->result = draws_once_in(m->draws, 8);
    document->secret = draws_once_in(m->draws, 10);
    if (!document->secret && draws_once_in(m->draws, 3))
        draw_type(m->draws, document);
    if (draws_once_in(m->draws, 4))
        document->valid_for = some_validity(m->draws);
}

/* The key, known to the SOP from now on. */
static int know(struct maker *m, int key, enum draft_given given)
{
    bool known = m->sop->known & KEY(key);
    if (!known && (key < OWN_KEYS || draws_once_in(m->draws, 8)))
        declare(m, key, given);
    m->sop->known |= KEY(key);
    if (given_of(m->sop, key) != DRAFT_MADE) {
        m->sop->made |= KEY(key);
        m->seen |= KEY(key);
    }
    return key;
}

static enum draft_given some_given(struct draws *draws)
{
    uint32_t sort = draws_below(draws, 8);
    return sort == 6 ? DRAFT_OPTIONAL : sort == 7 ? DRAFT_GIVEN : DRAFT_MADE;
}

static int any_key(struct maker *m)
{
    int key = (int)draws_below(m->draws, KEYS);
    return know(m, key, some_given(m->draws));
}

/* Mostly what is there already or is brought along; seldom something that may never be made. */
static int some_input(struct maker *m)
{
    if (draws_once_in(m->draws, 24))
        return any_key(m);
    if (m->seen && !draws_once_in(m->draws, 5))
        return know(m, draws_of(m->draws, m->seen), DRAFT_GIVEN);
    return know(m, (int)draws_below(m->draws, KEYS), draws_once_in(m->draws, 3) ? DRAFT_OPTIONAL : DRAFT_GIVEN);
}

static keys some_inputs(struct maker *m)
{
    keys set = 0;
    for (int i = 0; i < 3 && draws_below(m->draws, 2); i++)
        set |= KEY(some_input(m));
    return set;
}

static keys some_outputs(struct maker *m)
{
    keys set = 0;
    for (int i = 0; i < 3 && draws_below(m->draws, 5) > 1; i++)
        set |= KEY(any_key(m));
    set &= ~m->other_branch;
    m->sop->made |= set;
    m->seen |= set;
    return set;
}

/* --- steps --- */

/* Past the last item, whose number is not known yet, it becomes the end. */
static uint8_t ahead(struct maker *m) { return (uint8_t)(m->item + 1 + draws_below(m->draws, 4)); }

static uint8_t back(struct maker *m) { return (uint8_t)(m->item - draws_below(m->draws, m->item + 1u)); }

/* Where a step goes on. Going back without a question is for ever, and rare; what may be skipped never goes back, or
 * the case would go round by itself. */
static uint8_t some_next(struct maker *m, bool may_go_back)
{
    uint32_t sort = draws_below(m->draws, 40);
    if (sort == 39 && may_go_back)
        return back(m);
    return sort > 32 ? ahead(m) : sort > 30 ? TO_END : TO_NEXT;
}

static uint8_t some_tidak(struct maker *m)
{
    uint32_t sort = draws_below(m->draws, 8);
    return sort < 2 ? TO_END : sort < 4 ? ahead(m) : back(m);
}

/* What may be waived: an input that is not always in hand. */
static keys some_waived(struct maker *m, keys set, uint32_t once_in)
{
    keys waived = 0;
    for (int key = 0; key < KEYS; key++) {
        bool always = given_of(m->sop, key) == DRAFT_GIVEN && !runs_out(m->sop, key);
        if (set & KEY(key) && !always && draws_once_in(m->draws, once_in))
            waived |= KEY(key);
    }
    return waived;
}

static void draw_common(struct maker *m, struct draft_step *step)
{
    struct draws *draws = m->draws;
    step->actor = (uint8_t)draws_below(draws, m->sop->columns >= COLUMNS_MIXED ? 4 : 3);
    step->next = step->expired = TO_NEXT;
    step->unless = NO_KEY;
    step->inputs = some_inputs(m);
    step->outputs = some_outputs(m);
    step->waived = some_waived(m, step->inputs, 12);
    if (draws_once_in(draws, 2))
        step->duration = some_duration(draws);
    step->activity = (uint8_t)draws_below(draws, 3);
    step->note = draws_once_in(draws, 8);
    step->source = draws_once_in(draws, 8);
    step->inferred = draws_once_in(draws, 12);
}

static void draw_unless(struct maker *m, struct draft_step *step)
{
    step->unless = (uint8_t)(m->seen && draws_once_in(m->draws, 2) ? draws_of(m->draws, m->seen)
                                                                   : (int)draws_below(m->draws, KEYS));
    know(m, step->unless, DRAFT_OPTIONAL);
    step->outputs = KEY(step->unless);
    m->sop->made |= step->outputs;
    m->seen |= step->outputs;
}

/* More often where an input can run out. */
static bool draw_expired(struct maker *m, const struct draft_step *step)
{
    bool sensible = false;
    for (int key = 0; key < KEYS; key++)
        sensible = sensible || (step->inputs & KEY(key) && runs_out(m->sop, key));
    return draws_below(m->draws, 16) > (sensible ? 3 : 14);
}

static void draw_plain(struct maker *m, struct draft_step *step)
{
    draw_common(m, step);
    if (draws_once_in(m->draws, 7))
        draw_unless(m, step);
    if (draw_expired(m, step))
        step->expired = draws_once_in(m->draws, 4) ? ahead(m) : back(m);
    step->next = some_next(m, step->unless == NO_KEY);
}

static void draw_decision(struct maker *m, struct draft_step *step)
{
    draw_plain(m, step);
    step->tidak = some_tidak(m);
    if (draws_once_in(m->draws, 2))
        step->tidak_outputs = some_outputs(m);
}

/* --- calls --- */

static keys keys_of(const struct draft *draft, uint8_t callees, bool known)
{
    keys set = 0;
    for (int i = 0; i < MOST_SOPS; i++)
        if (callees >> i & 1)
            set |= known ? draft->sops[i].known : draft->sops[i].made;
    return set;
}

static uint8_t some_callees(struct maker *m)
{
    uint32_t other = draws_below(m->draws, m->number);
    uint8_t set = (uint8_t)(1 << (draws_once_in(m->draws, 3) ? other : m->number - 1u));
    for (int i = 0; i < 2 && draws_once_in(m->draws, 3); i++)
        set |= (uint8_t)(1 << draws_below(m->draws, m->number));
    return set;
}

/* What the called SOP is given, from what is there; seldom any other of its documents. */
static void draw_with(struct maker *m, struct draft_step *step)
{
    keys known = keys_of(m->draft, step->callees, true);
    for (int left = 0; left < KEYS && step->n_with < MOST_PAIRS; left++) {
        bool given = false;
        for (int i = 0; i < MOST_SOPS; i++)
            given = given || (step->callees >> i & 1 && given_of(&m->draft->sops[i], left) != DRAFT_MADE);
        if (known & KEY(left) && draws_below(m->draws, 16) > (given ? 8 : 14))
            step->with[step->n_with++] = (struct draft_pair){(uint8_t)left, (uint8_t)some_input(m)};
    }
}

static void draw_returns(struct maker *m, struct draft_step *step)
{
    keys made = keys_of(m->draft, step->callees, false), known = keys_of(m->draft, step->callees, true);
    if (!made || draws_once_in(m->draws, 8))
        made = known;
    for (int left = 0; left < KEYS && made && step->n_returns < MOST_PAIRS; left++)
        if (step->outputs & KEY(left) && draws_once_in(m->draws, 2))
            step->returns[step->n_returns++] = (struct draft_pair){(uint8_t)left, (uint8_t)draws_of(m->draws, made)};
}

static void draw_call(struct maker *m, struct draft_step *step)
{
    draw_common(m, step);
    step->callees = some_callees(m);
    step->full_names = draws_once_in(m->draws, 4);
    step->waived |= some_waived(m, step->outputs, 5);
    draw_with(m, step);
    draw_returns(m, step);
    step->next = some_next(m, false);
}

/* --- branches --- */

static void draw_branches(struct maker *m, struct draft_item *item)
{
    keys before = m->seen, all = 0;
    item->step = (struct draft_step){.sort = DRAFT_FORKS, .unless = NO_KEY, .expired = TO_NEXT};
    item->step.next = some_next(m, true);
    item->n_branches = (uint8_t)(2 + draws_below(m->draws, MOST_BRANCHES - 1));
    bool from_behind = draws_once_in(m->draws, 2);
    for (uint8_t nth = 0; nth < item->n_branches; nth++) {
        uint8_t b = from_behind ? (uint8_t)(item->n_branches - 1 - nth) : nth;
        item->in_branch[b] = (uint8_t)(1 + draws_below(m->draws, MOST_IN_BRANCH));
        m->other_branch = all;
        m->seen =
            before | (draws_once_in(m->draws, 2) ? all : 0); /* it may wait for another branch, before or behind */
        for (uint8_t i = 0; i < item->in_branch[b]; i++) {
            size_t piece = draws_begin(m->draws);
            draw_common(m, &item->branch[b][i]);
            draws_end(m->draws, piece, STEP_DRAWS);
        }
        for (uint8_t i = 0; i < item->in_branch[b]; i++)
            all |= item->branch[b][i].outputs;
    }
    m->other_branch = 0;
    m->seen = before | all;
}

static void draw_item(struct maker *m, struct draft_item *item)
{
    uint32_t sort = draws_below(m->draws, 16);
    item->step.sort = sort < 7 ? DRAFT_PLAIN : sort < 11 ? DRAFT_DECIDES : sort < 13 ? DRAFT_FORKS : DRAFT_CALLS;
    if (item->step.sort == DRAFT_CALLS && m->number == 0)
        item->step.sort = DRAFT_PLAIN;
    switch (item->step.sort) {
    case DRAFT_PLAIN:
        draw_plain(m, &item->step);
        break;
    case DRAFT_DECIDES:
        draw_decision(m, &item->step);
        break;
    case DRAFT_CALLS:
        draw_call(m, &item->step);
        break;
    case DRAFT_FORKS:
        draw_branches(m, item);
        break;
    }
}

/* --- the whole --- */

/* One more item behind each, or none: each is a piece of its own. */
static void draw_items(struct maker *m)
{
    bool more = true;
    for (m->item = 0; more && m->item < MOST_ITEMS; m->item++) {
        size_t piece = draws_begin(m->draws);
        more = draws_below(m->draws, ITEMS_STOP);
        draw_item(m, &m->sop->items[m->item]);
        draws_end(m->draws, piece, STEP_DRAWS);
    }
    m->sop->n_items = m->item;
}

static uint8_t existing(const struct draft_sop *sop, uint8_t target)
{
    return target < TO_NEXT && target >= sop->n_items ? TO_END : target;
}

static void end_targets(struct draft_sop *sop)
{
    for (uint8_t i = 0; i < sop->n_items; i++) {
        struct draft_step *step = &sop->items[i].step;
        step->next = existing(sop, step->next);
        step->tidak = existing(sop, step->tidak);
        step->expired = existing(sop, step->expired);
    }
}

/* A certificate for a csr that the same SOP declares, where there is one. */
static void draw_issued_for(struct maker *m)
{
    keys csrs = 0;
    for (int key = 0; key < KEYS; key++)
        if (m->sop->documents[key].declared && m->sop->documents[key].type == DRAFT_CSR)
            csrs |= KEY(key);
    for (int key = 0; key < KEYS; key++)
        if (csrs && m->sop->documents[key].declared && m->sop->documents[key].type == DRAFT_CERTIFICATE)
            m->sop->documents[key].issued_for = (uint8_t)draws_of(m->draws, csrs);
}

static keys keys_in(const struct draft_step *step)
{
    keys set = step->inputs | step->outputs | step->tidak_outputs;
    if (step->unless != NO_KEY)
        set |= KEY(step->unless);
    for (uint8_t i = 0; i < step->n_with; i++)
        set |= KEY(step->with[i].right);
    return set;
}

/* What was drawn and then put aside is not known: a regional document belongs to the SOPs that name it. */
static void know_again(struct draft_sop *sop)
{
    keys set = 0;
    for (int key = 0; key < KEYS; key++)
        if (sop->documents[key].declared)
            set |= KEY(key);
    for (uint8_t i = 0; i < sop->n_items; i++) {
        set |= keys_in(&sop->items[i].step);
        for (uint8_t b = 0; b < sop->items[i].n_branches; b++)
            for (uint8_t k = 0; k < sop->items[i].in_branch[b]; k++)
                set |= keys_in(&sop->items[i].branch[b][k]);
    }
    sop->known = set;
    sop->made &= set;
}

static void draw_sop(struct maker *m)
{
    struct draws *draws = m->draws;
    m->sop->columns = (enum draft_columns)draws_below(draws, 4);
    draw_items(m);
    end_targets(m->sop);
    draw_issued_for(m);
    know_again(m->sop);
    m->sop->service = draws_once_in(draws, 4);
    m->sop->revision = draws_once_in(draws, 4);
    m->sop->source = draws_once_in(draws, 4);
    m->sop->identity = draws_once_in(draws, 4);
    m->sop->claims = draws_once_in(draws, 4);
}

void random_sops(struct draft *draft, struct draws *draws)
{
    memset(draft, 0, sizeof *draft);
    bool more = true;
    for (uint8_t i = 0; more && i < MOST_SOPS; i++) {
        struct maker m = {.draws = draws, .draft = draft, .sop = &draft->sops[i], .number = i};
        size_t piece = draws_begin(draws);
        draw_sop(&m);
        more = draws_below(draws, SOPS_STOP);
        draws_end(draws, piece, 0);
        draft->n_sops = (uint8_t)(i + 1);
    }
    draft->day = (uint8_t)draws_below(draws, 3);
    draft->week = draws_once_in(draws, 2);
    draft->zone = (uint8_t)draws_below(draws, 5);
    draft->accepted = draws_once_in(draws, 4);
}
