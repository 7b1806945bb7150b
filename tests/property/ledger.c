#include "property/ledger.h"

#include "base/must.h"

static struct page new_page(struct arena *arena, const struct sop *sop)
{
    struct page page = {
        .sop = sop,
        .due = ARENA_ARRAY(arena, sop->n_steps, bool),
        .hand = ARENA_ARRAY(arena, sop->n_documents, bool),
        .version = ARENA_ARRAY(arena, sop->n_documents, uint32_t),
        .made_by = ARENA_ARRAY(arena, sop->n_documents, uint32_t),
        .since = ARENA_ARRAY(arena, sop->n_documents, int64_t),
    };
    must(!arena->failed);
    return page;
}

void ledger_open(struct ledger *ledger, struct arena *arena, const struct sop *sop)
{
    *ledger = (struct ledger){.arena = arena};
    ledger->pages[0] = new_page(arena, sop);
}

/* --- what the definition says --- */

static bool ages(const struct sop *sop, uint16_t document)
{
    return sop->documents[document].valid_for.sort != DURATION_NONE;
}

bool ledger_demands(const struct sop *sop, uint16_t document)
{
    if (sop->documents[document].given != GIVEN_DEMANDED)
        return false;
    for (uint16_t s = 0; s < sop->n_steps; s++)
        if (refs_name(&sop->steps[s].inputs, document))
            return true;
    return false;
}

/* The caller's document that the callee's is passed from, or NONE. */
static uint16_t passed_from(const struct sop *sop, const struct call *call, const struct document *wanted)
{
    for (size_t i = 0; i < call->with.n; i++)
        if (text_eq(call->with.at[i].left, wanted->key))
            return sop_document(sop, call->with.at[i].right);
    return wanted->given == GIVEN_NO ? NONE : sop_document(sop, wanted->key);
}

/* The callee's document that the caller's output comes from, or NONE. */
static uint16_t brought_from(const struct call *call, const struct sop *callee, struct text output)
{
    for (size_t i = 0; i < call->returns.n; i++)
        if (text_eq(call->returns.at[i].left, output) && sop_document(callee, call->returns.at[i].right) != NONE)
            return sop_document(callee, call->returns.at[i].right);
    return sop_document(callee, output);
}

bool ledger_passes(const struct page *page, uint16_t step, const struct sop *callee, uint16_t document)
{
    uint16_t from = passed_from(page->sop, &page->sop->steps[step].call, &callee->documents[document]);
    return from != NONE && page->hand[from];
}

bool ledger_lacks(const struct page *page, uint16_t step, uint16_t document)
{
    return refs_name(&page->sop->steps[step].inputs, document) && !page->hand[document] &&
           !sop_waived_input(page->sop, step, document);
}

bool ledger_ran_out(const struct page *page, uint16_t step, uint16_t document, int64_t at)
{
    return refs_name(&page->sop->steps[step].inputs, document) && page->hand[document] && ages(page->sop, document) &&
           at - page->since[document] > page->sop->documents[document].valid_for.max_ms;
}

static bool all_given(const struct sop *sop, struct documents list)
{
    for (uint16_t i = 0; i < list.n; i++)
        if (list.at[i] >= sop->n_documents || sop->documents[list.at[i]].given == GIVEN_NO)
            return false;
    return true;
}

static bool names(struct documents list, uint16_t document)
{
    for (uint16_t i = 0; i < list.n; i++)
        if (list.at[i] == document)
            return true;
    return false;
}

/* --- what is allowed --- */

static bool allows_start(const struct ledger *ledger, const struct command *c)
{
    const struct sop *sop = ledger->pages[0].sop;
    if (ledger->status != CASE_NEW || !all_given(sop, c->documents))
        return false;
    for (uint16_t d = 0; d < sop->n_documents; d++)
        if (ledger_demands(sop, d) && !names(c->documents, d))
            return false;
    return true;
}

static bool inputs_are_there(const struct page *page, uint16_t step, int64_t at)
{
    for (uint16_t d = 0; d < page->sop->n_documents; d++)
        if (ledger_lacks(page, step, d) || ledger_ran_out(page, step, d, at))
            return false;
    return true;
}

static bool allows_entering(const struct page *page, const struct command *c)
{
    const struct call *call = &page->sop->steps[c->step].call;
    uint16_t choice = c->choice == CHOICE_NONE && call->n == 1 ? 0 : c->choice;
    if (c->answer != ANSWER_NONE || choice >= call->n)
        return false;
    const struct sop *callee = call->callees[choice].sop;
    for (uint16_t d = 0; d < callee->n_documents; d++)
        if (ledger_demands(callee, d) && !ledger_passes(page, c->step, callee, d) && !names(c->documents, d))
            return false;
    return all_given(callee, c->documents) && inputs_are_there(page, c->step, c->at);
}

static bool is_due(const struct ledger *ledger, uint16_t depth, uint16_t step)
{
    const struct page *top = ledger_top(ledger);
    return depth == ledger->depth && step < top->sop->n_steps && top->due[step];
}

static bool allows_completing(const struct ledger *ledger, const struct command *c)
{
    const struct page *top = ledger_top(ledger);
    if (!is_due(ledger, c->depth, c->step))
        return false;
    const struct step *step = &top->sop->steps[c->step];
    if (step->call.n)
        return allows_entering(top, c);
    return step->decides == (c->answer != ANSWER_NONE) && inputs_are_there(top, c->step, c->at);
}

static bool allows_expiring(const struct ledger *ledger, const struct command *c)
{
    const struct page *top = ledger_top(ledger);
    if (!is_due(ledger, c->depth, c->step) || top->sop->steps[c->step].expired.step == NONE)
        return false;
    for (uint16_t d = 0; d < top->sop->n_documents; d++)
        if (ledger_ran_out(top, c->step, d, c->at))
            return true;
    return false;
}

bool ledger_allows(const struct ledger *ledger, const struct command *c)
{
    if (c->kind == COMMAND_START)
        return allows_start(ledger, c);
    if (ledger->status != CASE_OPEN)
        return false;
    switch (c->kind) {
    case COMMAND_HAND:
        return c->depth <= ledger->depth && c->documents.n && all_given(ledger->pages[c->depth].sop, c->documents);
    case COMMAND_COMPLETE:
        return allows_completing(ledger, c);
    case COMMAND_EXPIRE:
        return allows_expiring(ledger, c);
    case COMMAND_CANCEL:
        return true;
    case COMMAND_START:
        break;
    }
    return false;
}

/* --- writing down --- */

static void hand(struct ledger *ledger, struct page *page, uint16_t document, int64_t since)
{
    page->hand[document] = true;
    page->version[document]++;
    page->made_by[document] = ledger->n_events;
    page->since[document] = since;
}

static void hand_list(struct ledger *ledger, struct page *page, struct documents list, int64_t at)
{
    must(all_given(page->sop, list));
    for (uint16_t i = 0; i < list.n; i++)
        hand(ledger, page, list.at[i], at);
}

static void hand_refs(struct ledger *ledger, struct page *page, const struct refs *refs, int64_t at)
{
    for (size_t i = 0; i < refs->n; i++)
        hand(ledger, page, refs->at[i].document, at);
}

/* Across a call, with the age that it has there. */
static void hand_across(struct ledger *ledger, const struct page *from, uint16_t what, struct page *to, uint16_t as,
                        int64_t at)
{
    if (what != NONE && from->hand[what])
        hand(ledger, to, as, ages(from->sop, what) ? from->since[what] : at);
}

static void fall_due(struct page *page, uint16_t step)
{
    if (step == STEP_END)
        return;
    const struct branches *branches = &page->sop->steps[step].parallel;
    if (!branches->n)
        page->due[step] = true;
    for (uint16_t b = 0; b < branches->n; b++)
        page->due[branches->at[b].first] = true;
}

/* The step behind this one in the list, over its branches. */
static uint16_t next_in_list(const struct sop *sop, uint16_t step)
{
    do
        step++;
    while (step < sop->n_steps && sop->steps[step].inside != NONE);
    return step < sop->n_steps ? step : STEP_END;
}

static void go_behind_branch(struct page *page, uint16_t step)
{
    uint16_t outer = page->sop->steps[step].inside;
    const struct step *parallel = &page->sop->steps[outer];
    for (uint16_t b = 0; b < parallel->parallel.n; b++)
        if (step >= parallel->parallel.at[b].first && step < parallel->parallel.at[b].last) {
            page->due[step + 1] = true;
            return;
        }
    for (uint16_t s = 0; s < page->sop->n_steps; s++)
        if (page->due[s] && page->sop->steps[s].inside == outer)
            return;
    fall_due(page, parallel->next.stated ? parallel->next.step : next_in_list(page->sop, outer));
}

/* The case goes on as after the step, with Ya where it asks. */
static void go_on(struct page *page, uint16_t number)
{
    const struct step *step = &page->sop->steps[number];
    const struct target *to = step->decides ? &step->ya : &step->next;
    page->due[number] = false;
    if (step->inside != NONE)
        go_behind_branch(page, number);
    else
        fall_due(page, to->stated ? to->step : next_in_list(page->sop, number));
}

static void must_waive_right(const struct page *page, const struct event *e)
{
    uint16_t n = 0;
    for (uint16_t d = 0; d < page->sop->n_documents; d++) {
        bool waived = refs_name(&page->sop->steps[e->step].inputs, d) && !page->hand[d] &&
                      sop_waived_input(page->sop, e->step, d);
        must(waived == names(e->waived, d));
        n = (uint16_t)(n + waived);
    }
    must(n == e->waived.n);
}

static void take_completed(struct ledger *ledger, const struct event *e)
{
    struct page *page = &ledger->pages[ledger->depth];
    const struct step *step = &page->sop->steps[e->step];
    must(is_due(ledger, e->depth, e->step) && !step->call.n && step->decides == (e->answer != ANSWER_NONE));
    must(inputs_are_there(page, e->step, e->at));
    must_waive_right(page, e);
    if (e->answer != ANSWER_TIDAK) {
        hand_refs(ledger, page, &step->outputs, e->at);
        go_on(page, e->step);
        return;
    }
    hand_refs(ledger, page, &step->tidak_outputs, e->at);
    page->due[e->step] = false;
    fall_due(page, step->tidak.step);
}

static void take_entered(struct ledger *ledger, const struct event *e)
{
    struct page *from = &ledger->pages[ledger->depth], *to = from + 1;
    must(is_due(ledger, e->depth, e->step) && e->choice < from->sop->steps[e->step].call.n);
    must(inputs_are_there(from, e->step, e->at));
    must_waive_right(from, e);
    const struct call *call = &from->sop->steps[e->step].call;
    *to = new_page(ledger->arena, call->callees[e->choice].sop);
    to->call_step = e->step;
    to->choice = e->choice;
    for (uint16_t d = 0; d < to->sop->n_documents; d++)
        hand_across(ledger, from, passed_from(from->sop, call, &to->sop->documents[d]), to, d, e->at);
    hand_list(ledger, to, e->documents, e->at);
    for (uint16_t d = 0; d < to->sop->n_documents; d++)
        must(to->hand[d] || !ledger_demands(to->sop, d));
    fall_due(to, 0);
    ledger->depth++;
}

static bool any_due(const struct page *page)
{
    for (uint16_t s = 0; s < page->sop->n_steps; s++)
        if (page->due[s])
            return true;
    return false;
}

static void take_left(struct ledger *ledger, const struct event *e)
{
    must(ledger->depth > 0 && e->depth == ledger->depth - 1);
    struct page *from = &ledger->pages[ledger->depth], *to = from - 1;
    must(!any_due(from) && from->call_step == e->step);
    const struct step *step = &to->sop->steps[e->step];
    for (size_t i = 0; i < step->outputs.n; i++) {
        uint16_t as = step->outputs.at[i].document;
        uint16_t what = brought_from(&step->call, from->sop, to->sop->documents[as].key);
        hand_across(ledger, from, what, to, as, e->at);
    }
    ledger->depth--;
    go_on(to, e->step);
}

static void take_expired(struct ledger *ledger, const struct event *e)
{
    struct page *page = &ledger->pages[ledger->depth];
    uint16_t n = 0;
    must(is_due(ledger, e->depth, e->step));
    for (uint16_t d = 0; d < page->sop->n_documents; d++) {
        bool out = ledger_ran_out(page, e->step, d, e->at);
        must(out == names(e->documents, d));
        page->hand[d] = page->hand[d] && !out;
        n = (uint16_t)(n + out);
    }
    must(n > 0 && n == e->documents.n);
    page->due[e->step] = false;
    fall_due(page, page->sop->steps[e->step].expired.step);
}

static void take_skipped(struct ledger *ledger, const struct event *e)
{
    struct page *page = &ledger->pages[ledger->depth];
    must(is_due(ledger, e->depth, e->step));
    uint16_t document = page->sop->steps[e->step].unless.document;
    must(document != NONE && page->hand[document]);
    go_on(page, e->step);
}

static void take_started(struct ledger *ledger, const struct event *e)
{
    struct command as_command = {.kind = COMMAND_START, .documents = e->documents};
    must(e->depth == 0 && allows_start(ledger, &as_command));
    ledger->status = CASE_OPEN;
    hand_list(ledger, &ledger->pages[0], e->documents, e->at);
    fall_due(&ledger->pages[0], 0);
}

void ledger_take(struct ledger *ledger, const struct event *e)
{
    ledger->n_events++;
    must((e->kind == EVENT_STARTED) == (ledger->status == CASE_NEW));
    must(ledger->status == CASE_NEW || ledger->status == CASE_OPEN);
    switch (e->kind) {
    case EVENT_STARTED:
        take_started(ledger, e);
        return;
    case EVENT_HANDED:
        must(e->depth <= ledger->depth && e->documents.n);
        hand_list(ledger, &ledger->pages[e->depth], e->documents, e->at);
        return;
    case EVENT_COMPLETED:
        take_completed(ledger, e);
        return;
    case EVENT_ENTERED:
        take_entered(ledger, e);
        return;
    case EVENT_LEFT:
        take_left(ledger, e);
        return;
    case EVENT_SKIPPED:
        take_skipped(ledger, e);
        return;
    case EVENT_EXPIRED:
        take_expired(ledger, e);
        return;
    case EVENT_CANCELLED:
        ledger->status = CASE_CANCELLED;
        return;
    case EVENT_ENDED:
        must(ledger->depth == 0 && !any_due(&ledger->pages[0]));
        ledger->status = CASE_ENDED;
        return;
    case EVENT_KINDS:
        break;
    }
    must(!"an event of no kind");
}

/* --- agreeing --- */

static void page_agrees(const struct page *page, const struct state *state, uint16_t depth)
{
    const uint64_t *records = state_records(state, depth);
    must(state->frames[depth].sop == page->sop);
    must(state_call_step(state, depth) == page->call_step && state_choice(state, depth) == page->choice);
    for (uint16_t s = 0; s < page->sop->n_steps; s++)
        must(bits_has(state_due(state, depth), s) == page->due[s]);
    for (uint16_t d = 0; d < page->sop->n_documents; d++) {
        uint16_t clock = page->sop->plan.clock[d];
        must(bits_has(state_hand(state, depth), d) == page->hand[d]);
        must(records[d] >> 32 == page->version[d] && (uint32_t)records[d] == page->made_by[d]);
        must((clock != NONE) == ages(page->sop, d));
        must(clock == NONE || state_clocks(state, depth)[clock] == page->since[d]);
    }
}

void ledger_agrees(const struct ledger *ledger, const struct state *state)
{
    must(state->status == ledger->status && state->depth == ledger->depth && state->n_events == ledger->n_events);
    for (uint16_t depth = 0; depth <= ledger->depth; depth++)
        page_agrees(&ledger->pages[depth], state, depth);
}
