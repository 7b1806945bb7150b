#include "property/explore.h"

#include "base/bits.h"
#include "base/must.h"

#define SET(document) ((documents_set)1 << (document))

enum { MOST_STATES = 60000, END = 1023 };

/* --- states --- */

struct place {
    uint16_t step;             /* due; a parallel step stands for its block; END */
    uint8_t at[MOST_BRANCHES]; /* in a block: steps done, by branch */
    documents_set hand;
    uint8_t phase; /* of a search: 1 is handed over and unread */
};

static uint64_t packed(struct place place)
{
    uint64_t word = place.hand;
    for (int b = 0; b < MOST_BRANCHES; b++)
        word |= (uint64_t)place.at[b] << (32 + 2 * b);
    return word | (uint64_t)place.step << 40 | (uint64_t)place.phase << 50;
}

/* The states seen, in order, and a table to know them by. */
struct states {
    struct arena *arena;
    struct place *at;
    size_t n, room;
    uint32_t *table; /* number plus one; `slots` is a power of two */
    size_t slots;
    bool over;
};

static void states_init(struct states *states, struct arena *arena) { *states = (struct states){.arena = arena}; }

/* Where the place stands in the table, or would. */
static size_t slot_of(const struct states *states, struct place place)
{
    uint64_t word = packed(place) * UINT64_C(0x9E3779B97F4A7C15);
    size_t slot = (size_t)(word >> 32) & (states->slots - 1);
    while (states->table[slot] && packed(states->at[states->table[slot] - 1]) != packed(place))
        slot = (slot + 1) & (states->slots - 1);
    return slot;
}

static void grow_table(struct states *states)
{
    states->slots = states->slots ? states->slots * 4 : 64;
    states->table = ARENA_ARRAY(states->arena, states->slots, uint32_t);
    must(states->table);
    for (size_t i = 0; i < states->n; i++)
        states->table[slot_of(states, states->at[i])] = (uint32_t)i + 1;
}

static void states_add(struct states *states, struct place place)
{
    if (states->n * 2 >= states->slots)
        grow_table(states);
    size_t slot = slot_of(states, place);
    if (states->table[slot])
        return;
    if (states->n == MOST_STATES) {
        states->over = true;
        return;
    }
    struct place *room = arena_room(states->arena, states->at, states->n, &states->room, sizeof *room);
    must(room);
    states->at = room;
    room[states->n++] = place;
    states->table[slot] = (uint32_t)states->n;
}

/* --- moves --- */

struct move_made {
    uint16_t step;
    enum leaving left;
    documents_set reads, gives, loses, lacks; /* lacks: inputs not in hand */
    struct place next;
};

/* How each SOP that is called can end. */
struct memories {
    struct states of[MOST_SOPS];
    bool known[MOST_SOPS];
};

struct explorer {
    struct memories *memories;
    const struct sop *sop;
    struct arena *arena;
    void (*made)(void *self, const struct place *from, const struct move_made *move);
    void *self;
    bool over;
};

static documents_set set_of(const struct refs *refs)
{
    documents_set set = 0;
    for (size_t i = 0; i < refs->n; i++)
        set |= SET(refs->at[i].document);
    return set;
}

static struct place place_at(uint16_t step, documents_set hand)
{
    return (struct place){.step = step == STEP_END ? END : step, .hand = hand};
}

static void make(struct explorer *x, const struct place *from, struct move_made move, uint16_t to)
{
    move.next = place_at(to, (from->hand & ~move.loses) | move.gives);
    x->made(x->self, from, &move);
}

static const struct states *ends_of(struct explorer *x, const struct sop *sop);

/* Does some step of the SOP take it out of hand by `expired`? */
static bool is_taken(const struct sop *sop, uint16_t document)
{
    for (uint16_t s = 0; s < sop->n_steps; s++)
        if (sop->steps[s].expired.step != NONE && refs_name(&sop->steps[s].inputs, document) &&
            sop->documents[document].valid_for.sort != DURATION_NONE)
            return true;
    return false;
}

/* What the callee can end with by itself; and what was passed, which comes back where nothing takes it. */
static documents_set brought(const struct callee *callee, documents_set ending, documents_set hand)
{
    documents_set set = 0;
    for (uint16_t i = 0; i < callee->n_passes; i++)
        if (hand & SET(callee->passes[i].from) && !is_taken(callee->sop, callee->passes[i].to))
            ending |= SET(callee->passes[i].to);
    for (uint16_t i = 0; i < callee->n_brings; i++)
        set |= ending & SET(callee->brings[i].from) ? SET(callee->brings[i].to) : 0;
    return set;
}

static void make_call(struct explorer *x, const struct place *from, const struct step *step, uint16_t choice)
{
    const struct callee *callee = &step->call.callees[choice];
    const struct states *ends = ends_of(x, callee->sop);
    struct move_made move = {.step = from->step, .left = LEFT_CALLED, .reads = set_of(&step->inputs)};
    move.lacks = move.reads & ~from->hand;
    for (uint16_t i = 0; i < callee->n_passes; i++)
        move.reads |= SET(callee->passes[i].from);
    for (size_t i = 0; i < ends->n; i++) {
        move.gives = brought(callee, ends->at[i].hand, from->hand);
        make(x, from, move, x->sop->plan.goes[0][from->step]);
    }
}

static void make_expired(struct explorer *x, const struct place *from, const struct step *step)
{
    documents_set clocks = 0;
    for (size_t i = 0; i < step->inputs.n; i++)
        if (x->sop->documents[step->inputs.at[i].document].valid_for.sort != DURATION_NONE)
            clocks |= SET(step->inputs.at[i].document);
    clocks &= from->hand;
    for (documents_set some = clocks; some; some = (some - 1) & clocks)
        make(x, from, (struct move_made){.step = from->step, .left = LEFT_EXPIRED, .loses = some}, step->expired.step);
}

static void make_plain(struct explorer *x, const struct place *from, const struct step *step)
{
    struct move_made move = {.step = from->step, .left = LEFT_DONE, .reads = set_of(&step->inputs)};
    move.lacks = move.reads & ~from->hand;
    move.gives = set_of(&step->outputs);
    make(x, from, move, x->sop->plan.goes[0][from->step]);
    if (!step->decides)
        return;
    move.left = LEFT_TIDAK;
    move.gives = set_of(&step->tidak_outputs);
    make(x, from, move, x->sop->plan.goes[1][from->step]);
}

/* --- blocks --- */

static uint16_t due_in(const struct step *fork, const struct place *place, uint16_t b)
{
    return (uint16_t)(fork->parallel.at[b].first + place->at[b]);
}

/* The branch beside `b` that has yet to make the document, or NONE. */
static uint16_t yet_to_make(const struct sop *sop, const struct step *fork, const struct place *place, uint16_t b,
                            uint16_t document)
{
    for (uint16_t other = 0; other < fork->parallel.n; other++)
        for (uint16_t s = due_in(fork, place, other); other != b && s <= fork->parallel.at[other].last; s++)
            if (refs_name(&sop->steps[s].outputs, document))
                return other;
    return NONE;
}

static uint16_t waits(const struct sop *sop, const struct step *fork, const struct place *place, uint16_t b)
{
    const struct refs *inputs = &sop->steps[due_in(fork, place, b)].inputs;
    for (size_t i = 0; i < inputs->n; i++)
        if (!(place->hand & SET(inputs->at[i].document))) {
            uint16_t other = yet_to_make(sop, fork, place, b, inputs->at[i].document);
            if (other != NONE)
                return other;
        }
    return NONE;
}

static void make_in_block(struct explorer *x, const struct place *from, uint16_t b)
{
    const struct step *fork = &x->sop->steps[from->step];
    uint16_t s = due_in(fork, from, b);
    struct move_made move = {.step = s, .left = LEFT_DONE, .reads = set_of(&x->sop->steps[s].inputs)};
    bool whole = true;
    move.lacks = move.reads & ~from->hand;
    move.gives = set_of(&x->sop->steps[s].outputs);
    move.next = *from;
    move.next.at[b]++;
    move.next.hand |= move.gives;
    for (uint16_t other = 0; other < fork->parallel.n; other++)
        whole = whole && due_in(fork, &move.next, other) > fork->parallel.at[other].last;
    if (whole)
        move.next = place_at(x->sop->plan.goes[0][from->step], move.next.hand);
    x->made(x->self, from, &move);
}

/* All branches wait: the one whose step comes first in the list among those of the circle. */
static uint16_t victim(const struct sop *sop, const struct step *fork, const struct place *place)
{
    uint16_t at = 0;
    while (due_in(fork, place, at) > fork->parallel.at[at].last)
        at++;
    for (int i = 0; i < MOST_BRANCHES; i++)
        at = waits(sop, fork, place, at);
    uint16_t first = at;
    for (int i = 0; i < MOST_BRANCHES; i++) {
        at = waits(sop, fork, place, at);
        first = at < first ? at : first;
    }
    return first;
}

static void make_block(struct explorer *x, const struct place *from)
{
    const struct step *fork = &x->sop->steps[from->step];
    bool moved = false;
    for (uint16_t b = 0; b < fork->parallel.n; b++) {
        if (due_in(fork, from, b) > fork->parallel.at[b].last || waits(x->sop, fork, from, b) != NONE)
            continue;
        make_in_block(x, from, b);
        moved = true;
    }
    if (!moved)
        make_in_block(x, from, victim(x->sop, fork, from));
}

/* Every move that can be made from a place. */
static void make_all(struct explorer *x, const struct place *from)
{
    const struct step *step = &x->sop->steps[from->step];
    if (step->unless.document != NONE && from->hand & SET(step->unless.document)) {
        struct move_made skip = {.step = from->step, .left = LEFT_SKIPPED, .reads = SET(step->unless.document)};
        make(x, from, skip, x->sop->plan.goes[0][from->step]);
        return;
    }
    if (step->parallel.n)
        make_block(x, from);
    else if (step->call.n == 0)
        make_plain(x, from, step);
    for (uint16_t c = 0; c < step->call.n; c++)
        make_call(x, from, step, c);
    if (step->expired.step != NONE)
        make_expired(x, from, step);
}

/* --- going everywhere --- */

static void run_all(struct explorer *x, struct states *states)
{
    for (size_t i = 0; i < states->n && !states->over; i++) {
        struct place from = states->at[i];
        if (from.step != END)
            make_all(x, &from);
    }
    x->over = x->over || states->over;
}

static void add_starts(const struct sop *sop, struct states *states)
{
    documents_set sure = 0, open = 0;
    for (uint16_t d = 0; d < sop->n_documents; d++) {
        bool demanded = bits_has(sop->plan.demanded, d);
        sure |= demanded ? SET(d) : 0;
        open |= !demanded && sop->documents[d].given != GIVEN_NO ? SET(d) : 0;
    }
    for (documents_set some = open;; some = (some - 1) & open) {
        states_add(states, place_at(0, sure | some));
        if (!some)
            return;
    }
}

static void go(void *self, const struct place *from, const struct move_made *move)
{
    (void)from;
    states_add(self, move->next);
}

static const struct states *ends_of(struct explorer *x, const struct sop *sop)
{
    struct states states, *ends = &x->memories->of[sop->file];
    struct explorer inner = *x;
    if (x->memories->known[sop->file])
        return ends;
    states_init(&states, x->arena);
    states_init(ends, x->arena);
    inner.sop = sop;
    inner.made = go;
    inner.self = &states;
    add_starts(sop, &states);
    run_all(&inner, &states);
    x->over = x->over || inner.over;
    for (size_t i = 0; i < states.n; i++)
        if (states.at[i].step == END)
            states_add(ends, states.at[i]);
    x->memories->known[sop->file] = true;
    return ends;
}

/* --- what is looked at on the way --- */

struct looking {
    struct explored *explored;
    const struct sop *sop;
    struct states states;
    documents_set missing[MOST_STEPS], had[MOST_STEPS], lacking[MOST_STEPS], read;
};

static void look(void *self, const struct place *from, const struct move_made *move)
{
    struct looking *l = self;
    const struct step *step = &l->sop->steps[move->step];
    states_add(&l->states, move->next);
    l->read |= move->reads | (step->unless.document == NONE ? 0 : SET(step->unless.document));
    if (move->left == LEFT_SKIPPED)
        return;
    l->explored->done[move->step] = true;
    l->had[move->step] |= set_of(&step->inputs) & from->hand;
    l->missing[move->step] |= set_of(&step->inputs) & ~from->hand;
    if (move->left == LEFT_CALLED)
        l->lacking[move->step] |= set_of(&step->outputs) & ~move->gives;
}

/* Can a document still be handed over once the step has been left? */
struct later {
    const struct sop *sop;
    struct states states;
    uint16_t document;
    bool found;
};

static void look_later(void *self, const struct place *from, const struct move_made *move)
{
    struct later *later = self;
    (void)from;
    later->found = later->found || move->gives & SET(later->document);
    states_add(&later->states, move->next);
}

struct leaving_step {
    struct states *to;
    uint16_t step;
};

static void leave_step(void *self, const struct place *from, const struct move_made *move)
{
    struct leaving_step *leaving = self;
    (void)from;
    if (move->step == leaving->step && move->left != LEFT_SKIPPED)
        states_add(leaving->to, move->next);
}

static bool comes_later(struct explorer *x, const struct looking *l, uint16_t step, uint16_t document)
{
    struct later later = {.sop = x->sop, .document = document};
    struct leaving_step leaving = {&later.states, step};
    struct explorer inner = *x;
    states_init(&later.states, x->arena);
    inner.made = leave_step;
    inner.self = &leaving;
    for (size_t i = 0; i < l->states.n; i++)
        if (l->states.at[i].step != END)
            make_all(&inner, &l->states.at[i]);
    inner.made = look_later;
    inner.self = &later;
    run_all(&inner, &later.states);
    x->over = x->over || inner.over;
    return later.found;
}

/* What is in hand at a step that has not been done before. */
struct first_time {
    struct states states;
    uint16_t step;
    documents_set had;
};

static void look_first(void *self, const struct place *from, const struct move_made *move)
{
    struct first_time *first = self;
    bool own = move->step == first->step && move->left != LEFT_SKIPPED;
    if (own)
        first->had |= from->hand;
    if (!own || move->left == LEFT_EXPIRED)
        states_add(&first->states, move->next);
}

static documents_set had_at_first(struct explorer *x, uint16_t step)
{
    struct first_time first = {.step = step};
    struct explorer inner = *x;
    states_init(&first.states, x->arena);
    add_starts(x->sop, &first.states);
    inner.made = look_first;
    inner.self = &first;
    run_all(&inner, &first.states);
    x->over = x->over || inner.over;
    return first.had;
}

static void judge_inputs(struct explorer *x, const struct looking *l)
{
    struct explored *e = l->explored;
    for (uint16_t s = 0; s < x->sop->n_steps; s++) {
        documents_set had = l->missing[s] & l->had[s] ? had_at_first(x, s) : 0;
        e->sometimes[s] = (l->missing[s] & had) | l->lacking[s];
        documents_set gone = l->missing[s] & ~had;
        for (uint16_t d = 0; d < x->sop->n_documents; d++)
            if (gone & SET(d) && comes_later(x, l, s, d))
                e->later[s] |= SET(d);
        e->never[s] = gone & ~e->later[s];
    }
}

/* --- results and readers --- */

static bool leads_to_end(const struct sop *sop, uint16_t s, int tidak)
{
    uint16_t to = sop->plan.goes[tidak][s];
    return to == STEP_END || (to == STEP_JOIN && sop->plan.goes[0][sop->steps[s].inside] == STEP_END);
}

static void judge_uses(const struct sop *sop, const struct looking *l)
{
    documents_set wanted = l->read;
    for (uint16_t d = 0; d < sop->n_documents; d++) {
        wanted |= sop->documents[d].result ? SET(d) : 0;
        wanted |= sop->documents[d].issued_for != NONE ? SET(sop->documents[d].issued_for) : 0;
    }
    for (uint16_t s = 0; s < sop->n_steps; s++) {
        wanted |= set_of(&sop->steps[s].tidak_outputs); /* read by being told */
        wanted |= leads_to_end(sop, s, 0) ? set_of(&sop->steps[s].outputs) : 0;
    }
    for (uint16_t s = 0; s < sop->n_steps; s++)
        l->explored->unread[s] = set_of(&sop->steps[s].outputs) & ~wanted;
}

/* --- overwriting --- */

struct overwriting {
    struct states states;
    uint16_t writer;
    documents_set document;
    bool found;
};

static void look_unread(void *self, const struct place *from, const struct move_made *move)
{
    struct overwriting *o = self;
    struct place next = move->next;
    bool own = move->step == o->writer && move->left != LEFT_SKIPPED && move->left != LEFT_EXPIRED;
    bool gives = move->left != LEFT_SKIPPED && move->gives & o->document;
    next.phase = 0;
    if (from->phase == 0) {
        states_add(&o->states, next);
        next.phase = own && gives && move->left != LEFT_TIDAK;
        if (next.phase)
            states_add(&o->states, next);
        return;
    }
    if (move->reads & o->document || move->loses & o->document || own)
        return;
    if (gives)
        o->found = true;
    next.phase = 1;
    states_add(&o->states, next);
}

static bool is_overwritten(struct explorer *x, uint16_t writer, uint16_t document)
{
    struct overwriting o = {.writer = writer, .document = SET(document)};
    struct explorer inner = *x;
    states_init(&o.states, x->arena);
    add_starts(x->sop, &o.states);
    inner.made = look_unread;
    inner.self = &o;
    run_all(&inner, &o.states);
    x->over = x->over || inner.over;
    return o.found;
}

/* --- the end --- */

/* Which states come to an end: the moves are walked back until nothing changes. */
struct reaching {
    const struct states *states;
    bool *ends;
    size_t at;
    bool changed;
};

static void look_ends(void *self, const struct place *from, const struct move_made *move)
{
    struct reaching *r = self;
    (void)from;
    if (!r->ends[r->at] && r->ends[r->states->table[slot_of(r->states, move->next)] - 1])
        r->ends[r->at] = r->changed = true;
}

static void judge_ends(struct explorer *x, const struct looking *l)
{
    struct reaching r = {.states = &l->states, .ends = ARENA_ARRAY(x->arena, l->states.n, bool), .changed = true};
    struct explorer inner = *x;
    inner.made = look_ends;
    inner.self = &r;
    for (size_t i = 0; i < l->states.n; i++)
        r.ends[i] = l->states.at[i].step == END;
    while (r.changed) {
        r.changed = false;
        for (r.at = l->states.n; r.at-- > 0;)
            if (l->states.at[r.at].step != END)
                make_all(&inner, &l->states.at[r.at]);
    }
    for (size_t i = 0; i < l->states.n; i++)
        if (!r.ends[i])
            l->explored->stuck[l->states.at[i].step] = true;
}

void explore(struct explored *explored, struct family *family, uint8_t number, struct arena *arena)
{
    const struct sop *sop = family->sops[number];
    struct memories memories = {0};
    struct looking looking = {.explored = explored, .sop = sop};
    struct explorer x = {.memories = &memories, .sop = sop, .arena = arena, .made = look, .self = &looking};
    must(sop->n_documents <= 32 && sop->n_steps <= MOST_STEPS);
    *explored = (struct explored){0};
    states_init(&looking.states, arena);
    add_starts(sop, &looking.states);
    run_all(&x, &looking.states);
    if (x.over)
        return;
    judge_ends(&x, &looking);
    judge_inputs(&x, &looking);
    judge_uses(sop, &looking);
    for (uint16_t s = 0; s < sop->n_steps && !x.over; s++)
        for (size_t i = 0; i < sop->steps[s].outputs.n; i++)
            if (is_overwritten(&x, s, sop->steps[s].outputs.at[i].document))
                explored->overwritten[s] |= SET(sop->steps[s].outputs.at[i].document);
    explored->whole = !x.over;
}
