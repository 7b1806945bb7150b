#include "run/state_bytes.h"

#include "model/number.h"

void state_encode(struct buf *to, const struct state *state)
{
    number_put(to, STATE_VERSION);
    number_put(to, state->status);
    number_put(to, state->n_events);
    number_put(to, state->depth);
    for (uint32_t w = 0; w < state->n_words; w++)
        number_put(to, state->words[w]);
}

/* Has the set no member from `n` on? */
static bool ends_before(const uint64_t *set, size_t words, size_t n)
{
    return n >= words * 64 || bits_next(set, words, n) < 0;
}

/* What can be due at once: one step, or one in each of some branches of one parallel step; nothing between two events.
 */
static bool due_is_sound(const struct sop *sop, const uint64_t *due)
{
    size_t words = sop->plan.step_words;
    ptrdiff_t before = -1;
    for (ptrdiff_t s = 0; (s = bits_next(due, words, (size_t)s)) >= 0; before = s++) {
        uint16_t step = (uint16_t)s, branch = sop_branch(sop, step);
        if (sop->plan.traits[step] & STEP_FORKS)
            return false;
        if (before >= 0 && (branch == NONE || sop->plan.inside[step] != sop->plan.inside[before] ||
                            branch == sop_branch(sop, (uint16_t)before)))
            return false;
    }
    return true;
}

/* Of a frame that has entered a call nothing else is due. */
static bool waits_for_call(const struct state *state, uint16_t depth)
{
    const uint64_t *due = state_due(state, depth);
    return bits_count(due, state->frames[depth].sop->plan.step_words) == 1 &&
           bits_has(due, state_call_step(state, (uint16_t)(depth + 1)));
}

/* What is in hand was handed over: it has a version, made by an event. */
static bool hand_is_sound(const struct state *state, uint16_t depth)
{
    const struct sop *sop = state->frames[depth].sop;
    const uint64_t *records = state_records(state, depth);
    for (uint16_t d = 0; d < sop->n_documents; d++)
        if (bits_has(state_hand(state, depth), d) && (records[d] >> 32 == 0 || (uint32_t)records[d] == 0))
            return false;
    return true;
}

static bool frame_is_sound(const struct state *state, uint16_t depth)
{
    const struct sop *sop = state->frames[depth].sop;
    const uint64_t *records = state_records(state, depth);
    if (!ends_before(state_due(state, depth), sop->plan.step_words, sop->n_steps) ||
        !ends_before(state_hand(state, depth), sop->plan.document_words, sop->n_documents))
        return false;
    for (uint16_t d = 0; d < sop->n_documents; d++)
        if ((uint32_t)records[d] > state->n_events)
            return false;
    return due_is_sound(sop, state_due(state, depth)) && hand_is_sound(state, depth);
}

static void read_words(struct number_reader *reader, struct state *state, uint16_t depth, uint32_t from)
{
    uint64_t *words = state_head(state, depth);
    for (uint32_t w = from; w < state->frames[depth].sop->plan.frame_words; w++)
        words[w] = number_get(reader, UINT64_MAX);
}

/* The frame of the call that `head` names; false where the step calls no such SOP, or memory is out. */
static bool enter(struct state *state, uint64_t head)
{
    const struct sop *sop = state_sop(state);
    uint16_t step = (uint16_t)head, choice = (uint16_t)(head >> 16);
    if (head >> 32 || step >= sop->n_steps || choice >= sop->steps[step].call.n)
        return false;
    const struct sop *callee = sop->steps[step].call.callees[choice].sop;
    return callee && callee->plan.n_steps && state_push(state, callee, step, choice);
}

static bool read_frames(struct number_reader *reader, struct state *state, uint16_t depth)
{
    read_words(reader, state, 0, 0);
    if (reader->bad || *state_head(state, 0) || !frame_is_sound(state, 0))
        return false;
    while (state->depth < depth) {
        if (!enter(state, number_get(reader, UINT64_MAX)) || !waits_for_call(state, (uint16_t)(state->depth - 1)))
            return false;
        read_words(reader, state, state->depth, 1);
        if (reader->bad || !frame_is_sound(state, state->depth))
            return false;
    }
    return number_read_all(reader);
}

enum state_verdict state_decode(struct text bytes, const struct sop *sop, struct arena *arena, struct state *state)
{
    struct number_reader reader = number_reader_of(bytes);
    if (!state_init(state, arena, sop))
        return STATE_OUT_OF_MEMORY;
    if (number_get(&reader, UINT16_MAX) != STATE_VERSION)
        return STATE_MALFORMED;
    state->status = (enum case_status)number_get(&reader, CASE_CANCELLED);
    state->n_events = (uint32_t)number_get(&reader, UINT32_MAX);
    uint16_t depth = (uint16_t)number_get(&reader, MAX_CALL_DEPTH);
    bool good = !reader.bad && read_frames(&reader, state, depth);
    return arena->failed ? STATE_OUT_OF_MEMORY : good ? STATE_OK : STATE_MALFORMED;
}
