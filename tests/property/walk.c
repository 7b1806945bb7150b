#include "base/must.h"
#include "property/folding.h"
#include "property/properties.h"
#include "property/random_command.h"

/* When the case is over, a few more are tried. */
enum { MOST_COMMANDS = 80, COMMANDS_AFTER = 4, COMMAND_DRAWS = 20 };

struct walk {
    struct trial *trial;
    struct state state;
    struct folding folding; /* from bytes alone, with the ledger */
    struct decision decision;
    int64_t now, moved; /* moved: when the last event was, which a refused command's time is not */
};

/* --- the story --- */

static void say_step(struct trial *trial, const struct ledger *ledger, uint16_t depth, uint16_t step)
{
    const struct sop *sop = depth <= ledger->depth ? ledger->pages[depth].sop : NULL;
    if (sop && step < sop->n_steps)
        trial_say(trial, " %.*s", (int)sop->steps[step].key.len, sop->steps[step].key.at);
    else
        trial_say(trial, " step number %u", step);
    if (depth != ledger->depth)
        trial_say(trial, " at depth %u", depth);
}

static const struct sop *listed_of(const struct ledger *ledger, const struct command *c)
{
    const struct sop *sop = ledger->pages[c->depth <= ledger->depth ? c->depth : 0].sop;
    if (c->kind != COMMAND_COMPLETE || !c->documents.n)
        return sop;
    const struct call *call = &sop->steps[c->step].call;
    return call->callees[c->choice < call->n ? c->choice : 0].sop;
}

static void say_command(struct walk *w, const struct command *c)
{
    static const char *const kinds[] = {"start", "hand over", "complete", "expire", "cancel"};
    static const char *const answers[] = {"", " ya", " tidak"};
    const struct ledger *ledger = &w->folding.ledger;
    if (!w->trial->story)
        return;
    trial_say(w->trial, "%s", kinds[c->kind]);
    if (c->kind == COMMAND_COMPLETE || c->kind == COMMAND_EXPIRE)
        say_step(w->trial, ledger, c->depth, c->step);
    trial_say(w->trial, "%s", answers[c->answer]);
    if (c->kind == COMMAND_COMPLETE && c->choice != CHOICE_NONE)
        trial_say(w->trial, " choosing %u", c->choice);
    if (c->documents.n)
        trial_say(w->trial, " with");
    trial_say_documents(w->trial, listed_of(ledger, c), c->documents);
    trial_say(w->trial, " at %lld ms\n", (long long)c->at);
}

static void say_event(struct walk *w, const struct event *event)
{
    static const char *const names[EVENT_KINDS + 1] = {
#define EVENT(name, number, parts, meaning) [number] = #name,
#include "model/events.def"
#undef EVENT
    };
    if (!w->trial->story)
        return;
    trial_say(w->trial, "  %s", names[event->kind]);
    if (event_parts((int)event->kind) & PART_S)
        say_step(w->trial, &w->folding.ledger, event->depth, event->step);
    trial_say(w->trial, "\n");
}

static void say_refusal(struct walk *w)
{
    static const char *const names[] = {
        "NONE",
#define REFUSAL(name, id, en) #name,
#include "run/refusals.def"
#undef REFUSAL
    };
    const struct refusal *refusal = &w->decision.refusal;
    trial_say(w->trial, "  refused: %s", names[refusal->kind]);
    trial_say_documents(w->trial, refusal->sop, refusal->missing);
    trial_say(w->trial, "\n");
}

/* --- refusals --- */

/* Just the documents that the ledger lacks, of the step or of the SOP that is to start. */
static bool is_missing(const struct walk *w, const struct command *c, uint16_t document)
{
    const struct refusal *refusal = &w->decision.refusal;
    const struct page *top = ledger_top(&w->folding.ledger);
    bool brought = false;
    if (refusal->kind == REFUSAL_RUN_OUT)
        return ledger_ran_out(top, c->step, document, c->at);
    for (uint16_t i = 0; i < c->documents.n; i++)
        brought = brought || c->documents.at[i] == document;
    if (c->kind == COMMAND_START)
        return ledger_demands(refusal->sop, document) && !brought;
    if (refusal->sop == top->sop)
        return ledger_lacks(top, c->step, document);
    return ledger_demands(refusal->sop, document) && !ledger_passes(top, c->step, refusal->sop, document) && !brought;
}

static void refusal_is_right(const struct walk *w, const struct command *c)
{
    const struct refusal *refusal = &w->decision.refusal;
    bool names = refusal->kind == REFUSAL_MISSING || refusal->kind == REFUSAL_RUN_OUT;
    uint16_t n = 0;
    must(refusal->kind != REFUSAL_NONE && w->decision.n == 0);
    must(names == (refusal->missing.n > 0));
    for (uint16_t d = 0; names && d < refusal->sop->n_documents; d++)
        if (is_missing(w, c, d))
            must(n < refusal->missing.n && refusal->missing.at[n++] == d);
    must(n == refusal->missing.n);
}

/* --- commands --- */

static void take_event(struct walk *w, const struct event *event)
{
    w->moved = event->at;
    say_event(w, event);
    must(apply(&w->state, event) == APPLIED);
    folding_take(&w->folding, event);
    must(state_same(&w->state, &w->folding.state));
}

/* Asks, and looks at the answer. */
static enum verdict ask(struct walk *w, const struct command *command)
{
    struct state before;
    decision_reset(&w->decision);
    must(state_copy(&before, &w->state, &w->trial->scratch));
    enum verdict verdict = decide(&w->state, command, &w->decision);
    must(verdict != VERDICT_MEMORY);
    must(state_same(&before, &w->state));
    must((verdict == VERDICT_YES) == ledger_allows(&w->folding.ledger, command));
    if (verdict == VERDICT_REFUSED)
        refusal_is_right(w, command);
    else
        must(w->decision.n > 0 && w->decision.refusal.kind == REFUSAL_NONE);
    return verdict;
}

static void carry_out(struct walk *w, const struct command *command)
{
    struct tally *tally = w->trial->tally;
    say_command(w, command);
    if (ask(w, command) == VERDICT_REFUSED)
        say_refusal(w);
    if (tally) {
        tally->commands++;
        tally->refusals[w->decision.refusal.kind]++;
    }
    for (size_t i = 0; i < w->decision.n; i++)
        take_event(w, &w->decision.events[i]);
}

/* --- what holds between commands --- */

static bool enters_alone(const struct walk *w, const struct command *sound)
{
    const struct page *top = ledger_top(&w->folding.ledger);
    struct command bare = *sound;
    bare.documents = (struct documents){0};
    bare.at = w->moved;
    return top->sop->steps[sound->step].call.n == 1 && ledger_allows(&w->folding.ledger, &bare);
}

/* Nothing is left that should have followed by itself, and each due step can be completed, or is refused with a reason.
 */
static void stands_well(struct walk *w)
{
    const struct ledger *ledger = &w->folding.ledger;
    const struct page *top = ledger_top(ledger);
    bool any = false;
    if (ledger->status != CASE_OPEN)
        return;
    for (uint16_t s = 0; s < top->sop->n_steps; s++) {
        if (!top->due[s])
            continue;
        uint16_t unless = top->sop->steps[s].unless.document;
        struct command sound = sound_command(&w->trial->scratch, ledger, s, w->now);
        must(unless == NONE || !top->hand[unless]);
        must(!enters_alone(w, &sound));
        if (ask(w, &sound) == VERDICT_REFUSED)
            must(w->decision.refusal.kind == REFUSAL_MISSING || w->decision.refusal.kind == REFUSAL_RUN_OUT);
        any = true;
    }
    must(any);
}

void property_walk(struct trial *trial)
{
    struct walk w = {.trial = trial, .decision = {.arena = &trial->deciding}};
    must(state_init(&w.state, &trial->arena, trial->family.main));
    folding_open(&w.folding, trial);
    for (int i = 0, after = 0; i < MOST_COMMANDS && after < COMMANDS_AFTER; i++) {
        after += w.state.status > CASE_OPEN;
        arena_reset(&trial->scratch);
        size_t piece = draws_begin(&trial->run);
        if (draws_below(&trial->run, 128) == 0)
            break;
        struct command command = random_command(&trial->run, &trial->scratch, &w.folding.ledger, &w.now);
        draws_end(&trial->run, piece, COMMAND_DRAWS);
        carry_out(&w, &command);
        stands_well(&w);
    }
    if (trial->tally)
        trial->tally->cases_ended += w.state.status == CASE_ENDED;
}
