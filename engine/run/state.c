#include "run/state.h"

#include <string.h>

#include "base/must.h"

/* Room for `words` and `frames` in all; what is there is kept. */
static bool reserve(struct state *state, uint32_t words, uint16_t frames)
{
    if (words > state->room_words) {
        uint32_t room = state->room_words ? state->room_words * 2 : words;
        room = room < words ? words : room;
        uint64_t *moved = ARENA_ARRAY(state->arena, room, uint64_t);
        if (!moved)
            return false;
        if (state->n_words)
            memcpy(moved, state->words, state->n_words * sizeof *moved);
        state->words = moved;
        state->room_words = room;
    }
    if (frames > state->room_frames) {
        uint16_t room = frames < 4 ? frames : (uint16_t)(frames * 2);
        struct frame *moved = ARENA_ARRAY(state->arena, room, struct frame);
        if (!moved)
            return false;
        if (state->frames)
            memcpy(moved, state->frames, (size_t)(state->depth + 1) * sizeof *moved);
        state->frames = moved;
        state->room_frames = room;
    }
    return true;
}

bool state_init(struct state *state, struct arena *arena, const struct sop *sop)
{
    must(sop->plan.n_steps > 0 && sop->plan.document_words <= DOCUMENT_WORDS);
    *state = (struct state){.arena = arena};
    if (!reserve(state, sop->plan.frame_words, 1))
        return false;
    state->frames[0] = (struct frame){sop, 0};
    state->n_words = sop->plan.frame_words;
    return true;
}

void state_reset(struct state *state)
{
    state->depth = 0;
    state->n_words = state->frames[0].sop->plan.frame_words;
    state->status = CASE_NEW;
    state->n_events = 0;
    memset(state->words, 0, state->n_words * sizeof *state->words);
}

bool state_copy(struct state *to, const struct state *from, struct arena *arena)
{
    *to = (struct state){.arena = arena};
    if (!reserve(to, from->n_words, (uint16_t)(from->depth + 1)))
        return false;
    memcpy(to->words, from->words, from->n_words * sizeof *to->words);
    memcpy(to->frames, from->frames, (size_t)(from->depth + 1) * sizeof *to->frames);
    to->n_words = from->n_words;
    to->depth = from->depth;
    to->status = from->status;
    to->n_events = from->n_events;
    return true;
}

bool state_same(const struct state *a, const struct state *b)
{
    if (a->n_words != b->n_words || a->depth != b->depth || a->status != b->status || a->n_events != b->n_events)
        return false;
    for (uint16_t i = 0; i <= a->depth; i++)
        if (a->frames[i].sop != b->frames[i].sop || a->frames[i].at != b->frames[i].at)
            return false;
    return memcmp(a->words, b->words, a->n_words * sizeof *a->words) == 0;
}

size_t state_size(const struct state *state)
{
    return sizeof *state + state->room_words * sizeof *state->words + state->room_frames * sizeof *state->frames;
}

bool state_push(struct state *state, const struct sop *sop, uint16_t call_step, uint16_t choice)
{
    uint32_t at = state->n_words, words = sop->plan.frame_words;
    must(sop->plan.n_steps > 0 && state->depth < MAX_CALL_DEPTH);
    if (!reserve(state, at + words, (uint16_t)(state->depth + 2)))
        return false;
    memset(state->words + at, 0, words * sizeof *state->words);
    state->words[at] = (uint64_t)choice << 16 | call_step;
    state->frames[++state->depth] = (struct frame){sop, at};
    state->n_words += words;
    return true;
}

void state_pop(struct state *state)
{
    must(state->depth > 0);
    state->n_words = state->frames[state->depth--].at;
}

struct documents documents_list(const uint64_t *set, size_t words, struct arena *arena)
{
    uint16_t n = (uint16_t)bits_count(set, words);
    uint16_t *at = n ? ARENA_ARRAY(arena, n, uint16_t) : NULL;
    if (!at)
        return (struct documents){0};
    size_t i = 0;
    for (ptrdiff_t d = 0; (d = bits_next(set, words, (size_t)d)) >= 0; d++)
        at[i++] = (uint16_t)d;
    return (struct documents){at, n};
}

bool documents_are_given(const struct plan *plan, struct documents list)
{
    for (uint16_t i = 0; i < list.n; i++)
        if (list.at[i] >= plan->n_documents || !bits_has(plan->given, list.at[i]) ||
            (i && list.at[i] <= list.at[i - 1]))
            return false;
    return true;
}
