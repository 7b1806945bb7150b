#include "run/play.h"

#include "base/must.h"
#include "run/script.h"

/* A play while it runs: the script's lists are used up entry by entry. */
struct player {
    struct play *play;
    struct decision decision;
    struct arena scratch;                                 /* of one command */
    struct text prefix[MAX_CALL_DEPTH + 1];               /* per frame: the path of the call steps above it */
    uint32_t *used_answers, *used_choices, *used_expires; /* beside the script's entries */
    uint64_t *refused; /* steps of the top frame that were refused since it last moved */
    struct map visits; /* path to its number in `counts` */
    uint32_t *counts;
    size_t n_counts, room_counts;
    struct stopwatch watch;
    int64_t clock;
};

/* --- what is recorded --- */

static uint32_t count_visit(struct player *p, struct text path)
{
    int64_t known = map_find(&p->visits, path);
    if (known < 0) {
        uint32_t *room = arena_room(p->play->arena, p->counts, p->n_counts, &p->room_counts, sizeof *room);
        if (!room || map_add(&p->visits, p->play->arena, path, (uint32_t)p->n_counts) != MAP_ADDED)
            return 0;
        p->counts = room;
        known = (int64_t)p->n_counts++;
    }
    return ++p->counts[known];
}

static struct documents copy_list(struct arena *arena, struct documents list)
{
    uint16_t *at = list.n ? ARENA_ARRAY(arena, list.n, uint16_t) : NULL;
    for (uint16_t i = 0; at && i < list.n; i++)
        at[i] = list.at[i];
    return at ? (struct documents){at, list.n} : (struct documents){0};
}

static void record_event(struct player *p, const struct event *event)
{
    struct play *play = p->play;
    struct event *room = arena_room(play->arena, play->events, play->n_events, &play->room_events, sizeof *room);
    if (!room)
        return;
    play->events = room;
    room[play->n_events] = *event;
    room[play->n_events].documents = copy_list(play->arena, event->documents);
    room[play->n_events++].waived = copy_list(play->arena, event->waived);
}

/* What came into hand of the frame at `depth` by the last event: the records that name it. */
static struct documents handed_now(struct player *p, uint16_t depth)
{
    const struct state *state = &p->play->state;
    const struct sop *sop = state->frames[depth].sop;
    uint64_t *set = ARENA_ARRAY(&p->scratch, bits_words(sop->n_documents), uint64_t);
    for (uint16_t d = 0; set && d < sop->n_documents; d++)
        if ((uint32_t)state_records(state, depth)[d] == state->n_events && bits_has(state_hand(state, depth), d))
            bits_add(set, d);
    return set ? documents_list(set, bits_words(sop->n_documents), p->play->arena) : (struct documents){0};
}

/* The event has just been applied; `sop` and `path` are of the frame that its step stands in. */
static void record_move(struct player *p, const struct event *event, const struct sop *sop, struct text path)
{
    struct play *play = p->play;
    struct move *room = arena_room(play->arena, play->moves, play->n_moves, &play->room_moves, sizeof *room);
    if (!room)
        return;
    play->moves = room;
    struct move move = {.kind = event->kind,
                        .path = path,
                        .sop = sop,
                        .step = event->step,
                        .depth = event->depth,
                        .answer = event->answer,
                        .waived = copy_list(play->arena, event->waived)};
    if (event->kind != EVENT_COMPLETED)
        stopwatch_leave(&p->watch); /* branches hold plain steps alone */
    move.elapsed = event->kind == EVENT_COMPLETED ? stopwatch_complete(&p->watch, sop, event->step) : p->watch.now;
    if (event->kind == EVENT_COMPLETED || event->kind == EVENT_LEFT) {
        move.handed = handed_now(p, event->depth);
        move.visit = count_visit(p, path);
    }
    if (event->kind == EVENT_EXPIRED)
        move.out = copy_list(play->arena, event->documents);
    if (event->kind == EVENT_ENTERED) {
        move.callee = play->state.frames[event->depth + 1].sop;
        move.brought = copy_list(play->arena, event->documents);
    }
    room[play->n_moves++] = move;
}

static enum status take_event(struct player *p, const struct event *event)
{
    struct state *state = &p->play->state;
    bool moves = event_parts((int)event->kind) & PART_S;
    const struct sop *sop = state->frames[event->depth].sop;
    struct text path = {0};
    if (moves)
        path = script_path(p->play->arena, p->prefix[event->depth], sop->steps[event->step].key);
    if (event->kind == EVENT_COMPLETED)
        stopwatch_begin(&p->watch, sop, event->step, state_hand(state, state->depth), p->play->arena);
    enum applied applied = apply(state, event);
    must(applied != APPLY_IMPOSSIBLE);
    if (applied == APPLY_MEMORY)
        return STATUS_MEMORY;
    if (event->kind == EVENT_ENTERED && state->depth <= MAX_CALL_DEPTH)
        p->prefix[state->depth] = path;
    record_event(p, event);
    if (event->kind == EVENT_STARTED)
        p->play->brought = copy_list(p->play->arena, event->documents);
    if (moves)
        record_move(p, event, sop, path);
    return p->play->arena->failed || p->scratch.failed ? STATUS_MEMORY : STATUS_OK;
}

/* --- refusals --- */

static struct missed missed_document(struct player *p, const struct refusal *refusal, uint16_t document)
{
    const struct sop *sop = refusal->sop;
    bool callee = refusal->step != NONE && sop != p->play->state.frames[refusal->depth].sop;
    struct text prefix = p->prefix[refusal->depth];
    if (callee)
        prefix =
            script_path(p->play->arena, prefix, p->play->state.frames[refusal->depth].sop->steps[refusal->step].key);
    uint16_t maker = callee || refusal->step == NONE ? NONE : sop_maker(sop, refusal->step, document);
    struct missed missed = {.document = script_path(p->play->arena, prefix, sop->documents[document].key),
                            .title = sop->documents[document].title,
                            .given = sop->documents[document].given != GIVEN_NO};
    if (maker != NONE && sop->steps[maker].actor != NONE) {
        missed.from_step = script_path(p->play->arena, prefix, sop->steps[maker].key);
        missed.from_actor = sop->actors[sop->steps[maker].actor].key;
        missed.from_title = sop->actors[sop->steps[maker].actor].title;
    }
    return missed;
}

static void add_refused(struct player *p, const struct refusal *refusal, uint16_t step, struct documents missing)
{
    struct play *play = p->play;
    struct refused *room = arena_room(play->arena, play->refused, play->n_refused, &play->room_refused, sizeof *room);
    struct missed *list = ARENA_ARRAY(play->arena, missing.n, struct missed);
    if (!room || !list)
        return;
    const struct sop *sop = play->state.frames[refusal->depth].sop;
    for (uint16_t i = 0; i < missing.n; i++)
        list[i] = missed_document(p, refusal, missing.at[i]);
    play->refused = room;
    struct refused refused = {
        .kind = refusal->kind, .at_start = play->state.status == CASE_NEW, .missing = list, .n_missing = missing.n};
    if (step != NONE) {
        refused.path = script_path(play->arena, p->prefix[refusal->depth], sop->steps[step].key);
        refused.actor = sop->actors[sop->steps[step].actor].key;
        refused.actor_title = sop->actors[sop->steps[step].actor].title;
    }
    room[play->n_refused++] = refused;
}

/* A start that lacks documents is told step by step: the steps that would have missed them, in the list's order. */
static void refuse_start(struct player *p, const struct refusal *refusal)
{
    const struct sop *sop = refusal->sop;
    uint64_t *told = ARENA_ARRAY(&p->scratch, bits_words(sop->n_documents), uint64_t);
    for (uint16_t s = 0; told && s < sop->n_steps; s++) {
        uint16_t *lacks = ARENA_ARRAY(&p->scratch, refusal->missing.n, uint16_t), n = 0;
        for (uint16_t i = 0; lacks && i < refusal->missing.n; i++) {
            uint16_t document = refusal->missing.at[i];
            bool needed = refs_name(&sop->steps[s].inputs, document) || call_passes(&sop->steps[s].call, document);
            if (needed && !bits_has(told, document))
                lacks[n++] = document;
        }
        for (uint16_t i = 0; i < n; i++)
            bits_add(told, lacks[i]);
        if (n)
            add_refused(p, refusal, s, (struct documents){lacks, n});
    }
}

/* --- commands --- */

static enum status carry_out(struct player *p, const struct command *command, bool *refused)
{
    enum verdict verdict = decide(&p->play->state, command, &p->decision);
    *refused = verdict == VERDICT_REFUSED;
    if (verdict == VERDICT_MEMORY)
        return STATUS_MEMORY;
    if (*refused && command->kind == COMMAND_START && p->decision.refusal.kind == REFUSAL_MISSING)
        refuse_start(p, &p->decision.refusal);
    else if (*refused)
        add_refused(p, &p->decision.refusal, p->decision.refusal.step, p->decision.refusal.missing);
    for (size_t i = 0; i < p->decision.n && !*refused; i++) {
        enum status status = take_event(p, &p->decision.events[i]);
        if (status < 0)
            return status;
    }
    return p->play->arena->failed || p->scratch.failed ? STATUS_MEMORY : STATUS_OK;
}

/* The documents that the script brings along to a SOP: all that it demands and the optional ones named in `with`, less
 * those in `without` and those that `there` has already. */
static struct documents brought(struct player *p, const struct sop *sop, struct text prefix, const uint64_t *there)
{
    uint64_t *set = ARENA_ARRAY(&p->scratch, bits_words(sop->n_documents), uint64_t);
    for (uint16_t d = 0; set && d < sop->n_documents; d++) {
        const struct document *document = &sop->documents[d];
        bool wanted =
            document->given == GIVEN_DEMANDED ||
            (document->given == GIVEN_OPTIONAL && script_names(&p->play->script->with, prefix, document->key));
        if (wanted && !script_names(&p->play->script->without, prefix, document->key) && !(there && bits_has(there, d)))
            bits_add(set, d);
    }
    return set ? documents_list(set, bits_words(sop->n_documents), &p->scratch) : (struct documents){0};
}

/* The next entry that is told for this path; false when none is left. */
static bool next_told(const struct tolds *tolds, uint32_t *used, struct text path, const struct told **told,
                      uint32_t *nth)
{
    *told = script_find(tolds, path);
    if (!*told)
        return false;
    uint32_t *at = &used[*told - tolds->at];
    *nth = *at;
    if (*at >= (*told)->n)
        return false;
    ++*at;
    return true;
}

static uint16_t choose(struct player *p, const struct call *call, struct text path)
{
    const struct told *told;
    uint32_t nth;
    if (!next_told(&p->play->script->choices, p->used_choices, path, &told, &nth))
        return 0;
    for (uint16_t c = 0; c < call->n; c++)
        if (script_chooses(state_sop(&p->play->state), &call->callees[c], told->choices[nth]))
            return c;
    return 0;
}

static void enter_command(struct player *p, struct command *command, const struct step *step, struct text path)
{
    const struct state *state = &p->play->state;
    command->choice = choose(p, &step->call, path);
    const struct callee *callee = &step->call.callees[command->choice];
    uint64_t *there = ARENA_ARRAY(&p->scratch, bits_words(callee->sop->n_documents), uint64_t);
    for (uint16_t i = 0; there && i < callee->n_passes; i++)
        if (bits_has(state_hand(state, state->depth), callee->passes[i].from))
            bits_add(there, callee->passes[i].to);
    command->documents = brought(p, callee->sop, path, there);
}

/* Lets the inputs of the step run out: the clock goes on past the longest validity. */
static void let_run_out(struct player *p, uint16_t step)
{
    const struct state *state = &p->play->state;
    const struct sop *sop = state_sop(state);
    for (size_t i = 0; i < sop->steps[step].inputs.n; i++) {
        uint16_t clock = sop->plan.clock[sop->steps[step].inputs.at[i].document];
        if (clock == NONE)
            continue;
        int64_t end = state_clocks(state, state->depth)[clock] + sop->plan.valid_ms[clock] + 1;
        p->clock = end > p->clock ? end : p->clock;
    }
}

static struct command command_for(struct player *p, uint16_t s)
{
    const struct state *state = &p->play->state;
    const struct step *step = &state_sop(state)->steps[s];
    struct text path = script_path(p->play->arena, p->prefix[state->depth], step->key);
    struct command command = {.kind = COMMAND_COMPLETE, .depth = state->depth, .step = s, .choice = CHOICE_NONE};
    const struct told *told;
    uint32_t nth;
    if (next_told(&p->play->script->expires, p->used_expires, path, &told, &nth)) {
        command.kind = COMMAND_EXPIRE;
        let_run_out(p, s);
    } else if (step->call.n) {
        enter_command(p, &command, step, path);
    } else if (step->decides) {
        bool is_told = next_told(&p->play->script->answers, p->used_answers, path, &told, &nth);
        command.answer = is_told ? told->answers[nth] : ANSWER_YA;
    }
    command.at = p->clock;
    return command;
}

/* The first due step that was not refused already, or -1. */
static ptrdiff_t next_step(const struct player *p)
{
    const struct state *state = &p->play->state;
    size_t words = state_sop(state)->plan.step_words;
    ptrdiff_t step = bits_next(state_due(state, state->depth), words, 0);
    while (step >= 0 && p->refused && bits_has(p->refused, (size_t)step))
        step = bits_next(state_due(state, state->depth), words, (size_t)step + 1);
    return step;
}

/* A refused step waits while its neighbours in other branches go on; what still stands when nothing moves is final. */
static bool remember_refusal(struct player *p, size_t step)
{
    if (!p->refused)
        p->refused = ARENA_ARRAY(p->play->arena, bits_words(state_sop(&p->play->state)->n_steps), uint64_t);
    if (p->refused)
        bits_add(p->refused, step);
    return p->refused != NULL;
}

static void forget_refusals(struct player *p)
{
    p->refused = NULL;
    p->play->n_refused = 0;
}

static enum status play_steps(struct player *p)
{
    struct play *play = p->play;
    for (ptrdiff_t step; play->state.status == CASE_OPEN && (step = next_step(p)) >= 0;) {
        bool refused;
        if (play->n_moves >= MAX_RUN_STEPS) {
            play->cut = true;
            return STATUS_OK;
        }
        struct command command = command_for(p, (uint16_t)step);
        enum status status = carry_out(p, &command, &refused);
        if (status < 0)
            return status;
        if (!refused)
            forget_refusals(p);
        else if (!remember_refusal(p, (size_t)step))
            return STATUS_MEMORY;
        decision_reset(&p->decision);
        arena_reset(&p->scratch);
    }
    return play->arena->failed ? STATUS_MEMORY : STATUS_OK;
}

static enum status play_case(struct player *p)
{
    struct play *play = p->play;
    bool refused;
    struct command start = {
        .kind = COMMAND_START, .choice = CHOICE_NONE, .documents = brought(p, play->sop, (struct text){0}, NULL)};
    enum status status = carry_out(p, &start, &refused);
    if (status < 0 || refused)
        return status;
    return play_steps(p);
}

static void collect_unused(struct player *p, const struct tolds *tolds, const uint32_t *used)
{
    for (size_t i = 0; i < tolds->n; i++)
        if (used[i] < tolds->at[i].n)
            p->play->unused[p->play->n_unused++] = tolds->at[i].step;
}

/* What was told and never asked for: a person who told it expects otherwise. */
static enum status note_unused(struct player *p)
{
    const struct script *script = p->play->script;
    size_t all = script->answers.n + script->choices.n + script->expires.n;
    p->play->unused = ARENA_ARRAY(p->play->arena, all, struct text);
    if (!p->play->unused)
        return STATUS_MEMORY;
    collect_unused(p, &script->answers, p->used_answers);
    collect_unused(p, &script->choices, p->used_choices);
    collect_unused(p, &script->expires, p->used_expires);
    return STATUS_OK;
}

enum status play_run(struct play *play, struct arena *arena, const struct sop *sop, const struct script *script)
{
    struct arena deciding = ARENA_INIT;
    struct player p = {.play = play, .decision = {.arena = &deciding}, .watch = {.parallel = NONE}};
    *play = (struct play){.arena = arena, .sop = sop, .script = script};
    p.used_answers = ARENA_ARRAY(arena, script->answers.n, uint32_t);
    p.used_choices = ARENA_ARRAY(arena, script->choices.n, uint32_t);
    p.used_expires = ARENA_ARRAY(arena, script->expires.n, uint32_t);
    enum status status = STATUS_MEMORY;
    if (state_init(&play->state, arena, sop) && script_check(play))
        status = play->error.kind == PLAY_FINE ? play_case(&p) : STATUS_OK;
    if (status == STATUS_OK && play->error.kind == PLAY_FINE)
        status = note_unused(&p);
    play->ended = play->state.status == CASE_ENDED;
    play->elapsed = p.watch.now;
    arena_release(&p.scratch);
    arena_release(&deciding);
    return status;
}

uint32_t play_visits(const struct play *play, struct text path)
{
    uint32_t times = 0;
    for (size_t i = 0; i < play->n_moves; i++) {
        bool completes = play->moves[i].kind == EVENT_COMPLETED || play->moves[i].kind == EVENT_LEFT;
        times += completes && text_eq(play->moves[i].path, path);
    }
    return times;
}
