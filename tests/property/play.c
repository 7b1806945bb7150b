#include "run/play.h"

#include "base/must.h"
#include "property/folding.h"
#include "property/properties.h"
#include "property/random_command.h"
#include "property/random_script.h"
#include "run/many.h"
#include "run/script.h"

/* --- moves --- */

/* Just the documents that the step hands over with that answer. */
static void hands_over(const struct move *move)
{
    const struct step *step = &move->sop->steps[move->step];
    const struct refs *outputs = move->answer == ANSWER_TIDAK ? &step->tidak_outputs : &step->outputs;
    must(move->handed.n <= outputs->n && (move->kind == EVENT_LEFT || move->handed.n == outputs->n));
    for (uint16_t i = 0; i < move->handed.n; i++)
        must(refs_name(outputs, move->handed.at[i]) && (i == 0 || move->handed.at[i - 1] < move->handed.at[i]));
}

static void is_of(const struct move *move, const struct event *event)
{
    must(move->kind == event->kind && move->step == event->step && move->depth == event->depth);
    must(move->answer == event->answer && move->waived.n == event->waived.n);
    must(move->out.n == (event->kind == EVENT_EXPIRED ? event->documents.n : 0));
    must(move->brought.n == (event->kind == EVENT_ENTERED ? event->documents.n : 0));
    if (event->kind == EVENT_COMPLETED || event->kind == EVENT_LEFT)
        hands_over(move);
    else
        must(move->handed.n == 0);
}

/* Counting the visits takes the square of the moves, so only where they are few. */
enum { FEW_MOVES = 200 };

static void visits_count(const struct play *play)
{
    for (size_t i = 0; i < play->n_moves && play->n_moves < FEW_MOVES; i++) {
        const struct move *move = &play->moves[i];
        uint32_t times = 0;
        for (size_t k = 0; k <= i; k++)
            times += text_eq(play->moves[k].path, move->path) &&
                     (play->moves[k].kind == EVENT_COMPLETED || play->moves[k].kind == EVENT_LEFT);
        must(move->visit == 0 || move->visit == times);
        must(play_visits(play, move->path) >= times);
    }
}

/* --- time --- */

static void within(struct duration whole, struct duration sum, bool exactly)
{
    must(whole.sort == sum.sort && whole.min_ms <= whole.max_ms);
    must(whole.min_ms <= sum.min_ms && whole.max_ms <= sum.max_ms);
    must(!exactly || (whole.min_ms == sum.min_ms && whole.max_ms == sum.max_ms));
}

/* The norms of all completed steps; less where branches ran beside each other. */
static void time_adds_up(const struct play *play)
{
    struct duration work = {0}, wall = {0};
    uint32_t unknown = 0;
    bool forked = false;
    for (size_t i = 0; i < play->n_moves; i++) {
        const struct step *step = &play->moves[i].sop->steps[play->moves[i].step];
        if (play->moves[i].kind != EVENT_COMPLETED)
            continue;
        forked = forked || step->inside != NONE;
        unknown += step->duration.sort == DURATION_NONE || step->duration.sort == DURATION_UNKNOWN;
        duration_add(step->duration.sort == DURATION_WALL ? &wall : &work, step->duration);
    }
    within(play->elapsed.work, work, !forked);
    within(play->elapsed.wall, wall, !forked);
    must(play->elapsed.unknown == unknown);
}

/* --- why it stopped --- */

static size_t due_steps(const struct state *state)
{
    return bits_count(state_due(state, state->depth), state_sop(state)->plan.step_words);
}

static void says_why(const struct play *play)
{
    must(play->n_refused > 0);
    for (size_t i = 0; i < play->n_refused; i++) {
        const struct refused *refused = &play->refused[i];
        bool names = refused->kind == REFUSAL_MISSING || refused->kind == REFUSAL_RUN_OUT;
        must(refused->at_start == (play->n_events == 0) && refused->path.len && refused->actor.len);
        must(names == (refused->n_missing > 0));
        for (size_t k = 0; k < refused->n_missing; k++)
            must(refused->missing[k].document.len && refused->missing[k].title.len);
    }
}

/* Each document that the start demands and the script leaves out, once. */
static void start_says_all(const struct play *play)
{
    size_t said = 0, lacking = 0;
    for (size_t i = 0; i < play->n_refused; i++)
        said += play->refused[i].n_missing;
    for (uint16_t d = 0; d < play->sop->n_documents; d++)
        lacking += ledger_demands(play->sop, d) &&
                   script_names(&play->script->without, (struct text){0}, play->sop->documents[d].key);
    must(said == lacking);
}

static void ends_or_says_why(const struct play *play)
{
    must(play->ended == (play->state.status == CASE_ENDED));
    must(play->cut == (play->n_moves >= MAX_RUN_STEPS && !play->ended));
    if (play->ended)
        must(play->n_refused == 0);
    else if (!play->cut)
        says_why(play);
    if (play->state.status == CASE_NEW)
        start_says_all(play);
    else if (!play->ended && !play->cut)
        must(play->n_refused == due_steps(&play->state));
}

/* --- the play --- */

/* Where it stopped, no step that is due could have been completed after all. */
static void nothing_was_left(struct trial *trial, const struct play *play, const struct ledger *ledger)
{
    const struct page *top = ledger_top(ledger);
    if (play->cut || ledger->status != CASE_OPEN || play->script->expires.n)
        return;
    for (uint16_t s = 0; s < top->sop->n_steps; s++) {
        struct command sound = sound_command(&trial->scratch, ledger, s, play->events[play->n_events - 1].at);
        must(top->sop->steps[s].call.n || !ledger_allows(ledger, &sound));
    }
}

static void replays(struct trial *trial, const struct play *play)
{
    struct folding folding;
    size_t moves = 0;
    folding_open(&folding, trial);
    for (size_t i = 0; i < play->n_events; i++) {
        const struct event *event = &play->events[i];
        arena_reset(&trial->scratch);
        folding_take(&folding, event);
        if (event->kind == EVENT_STARTED || event->kind == EVENT_ENDED)
            continue;
        must(moves < play->n_moves);
        is_of(&play->moves[moves++], event);
    }
    must(moves == play->n_moves);
    must(state_same(&folding.state, &play->state));
    nothing_was_left(trial, play, &folding.ledger);
}

static bool documents_same(struct documents a, struct documents b)
{
    bool same = a.n == b.n;
    for (uint16_t i = 0; same && i < a.n; i++)
        same = a.at[i] == b.at[i];
    return same;
}

static void same_again(struct trial *trial, const struct play *play)
{
    struct play again;
    must(play_run(&again, &trial->arena, play->sop, play->script) == STATUS_OK);
    must(again.n_events == play->n_events && again.n_refused == play->n_refused);
    must(state_same(&again.state, &play->state));
    for (size_t i = 0; i < play->n_events; i++) {
        const struct event *a = &again.events[i], *b = &play->events[i];
        must(a->kind == b->kind && a->answer == b->answer && a->depth == b->depth && a->step == b->step);
        must(a->choice == b->choice && a->at == b->at);
        must(documents_same(a->documents, b->documents) && documents_same(a->waived, b->waived));
    }
}

static void count(struct tally *tally, const struct play *play)
{
    if (!tally)
        return;
    tally->plays_ended += play->ended;
    tally->plays_refused += play->n_refused > 0;
    tally->plays_cut += play->cut;
}

/* A play that goes round for ever costs a hundred thousand moves: few of them are played. */
static bool is_too_long(struct trial *trial)
{
    return folding_is_endless(&trial->family) && !draws_once_in(&trial->run, 32);
}

void property_play(struct trial *trial)
{
    struct play play;
    bool wrong;
    if (is_too_long(trial))
        return;
    struct script script = random_script(&trial->run, &trial->arena, &trial->family, &wrong);
    if (trial->story)
        script_text(trial->story, &script, trial->family.main->name);
    must(play_run(&play, &trial->arena, trial->family.main, &script) == STATUS_OK);
    must((play.error.kind != PLAY_FINE) == wrong);
    must(!wrong || (play.n_events == 0 && play.n_moves == 0 && play.state.status == CASE_NEW));
    count(trial->tally, &play);
    if (wrong)
        return;
    replays(trial, &play);
    visits_count(&play);
    time_adds_up(&play);
    ends_or_says_why(&play);
    if (!play.cut)
        same_again(trial, &play);
}

/* --- many cases --- */

enum { CASES = 5 };

static void watch(void *self, const struct event *event)
{
    struct folding *folding = self;
    arena_reset(&folding->trial->scratch);
    if (event->kind == EVENT_STARTED)
        folding_open(folding, folding->trial);
    folding_take(folding, event);
}

void property_many(struct trial *trial)
{
    struct folding folding;
    struct many many;
    if (is_too_long(trial))
        return;
    folding_open(&folding, trial);
    must(many_run(&many, trial->family.main, CASES, watch, &folding) == STATUS_OK);
    bool stopped = many.refusal.kind != REFUSAL_NONE || many.cut;
    must(stopped == (many.cases < CASES));
    must(stopped || folding.ledger.status == CASE_ENDED);
    must(many.refusal.kind != REFUSAL_MISSING || many.refusal.missing.n > 0);
}
