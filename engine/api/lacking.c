/* Documents that a step waits for: who hands each over, by which verb of `case`, and until when it was valid. */
#include "api/perform.h"
#include "run/script.h"

/* A refusal with the frame that it is about; its documents may be those of the SOP that its step calls. */
struct waiting {
    struct desk *desk;
    const struct state *state;
    const struct refusal *refusal;
    struct text prefix; /* of the documents */
    bool calls;         /* they are the called SOP's */
};

/* NULL: it is brought by none of them, a step makes it. */
static const char *way_of(const struct waiting *w, uint16_t document)
{
    const struct refusal *refusal = w->refusal;
    if (refusal->kind == REFUSAL_RUN_OUT && refusal->sop->plan.expired[refusal->step] != NONE)
        return "expire";
    if (refusal->sop->documents[document].given == GIVEN_NO)
        return NULL;
    return refusal->step == NONE ? "start" : w->calls ? "do" : "give";
}

static void put_maker(const struct waiting *w, uint16_t document, struct lacking *lacking)
{
    const struct sop *sop = w->refusal->sop;
    uint16_t maker = w->calls || w->refusal->step == NONE ? NONE : sop_maker(sop, w->refusal->step, document);
    if (maker == NONE || sop->steps[maker].actor == NONE)
        return;
    lacking->from_step = script_path(&w->desk->arena, w->prefix, sop->steps[maker].key);
    lacking->from_actor = sop->actors[sop->steps[maker].actor].key;
    lacking->from_title = sop->actors[sop->steps[maker].actor].title;
}

/* Until when it was valid. */
static void put_until(const struct waiting *w, uint16_t document, struct lacking *lacking)
{
    const struct plan *plan = &w->refusal->sop->plan;
    uint16_t clock = plan->clock[document];
    struct buf words = BUF_INIT;
    if (w->refusal->kind != REFUSAL_RUN_OUT || clock == NONE)
        return;
    lacking->until = state_clocks(w->state, w->refusal->depth)[clock] + plan->valid_ms[clock];
    lacking->east = w->state->frames[0].sop->region->east;
    moment_say(&words, lacking->until - lacking->until % MS_A_MINUTE, lacking->east, w->desk->baku->lang);
    lacking->until_text = desk_keep(w->desk, &words);
}

static struct lacking lacking_document(const struct waiting *w, uint16_t document)
{
    const struct document *about = &w->refusal->sop->documents[document];
    struct lacking lacking = {.document = script_path(&w->desk->arena, w->prefix, about->key),
                              .title = about->title,
                              .given = about->given != GIVEN_NO,
                              .with = way_of(w, document),
                              .until = STORE_NO_TIME};
    put_maker(w, document, &lacking);
    put_until(w, document, &lacking);
    return lacking;
}

bool lacking_add(struct desk *desk, const struct state *state, const struct refusal *refusal, struct turned *turned)
{
    size_t n = turned->n_missing;
    struct lacking *list = ARENA_ARRAY(&desk->arena, n + refusal->missing.n, struct lacking);
    struct waiting w = {.desk = desk, .state = state, .refusal = refusal};
    w.prefix = chronicle_prefix(state, refusal->depth, &desk->arena);
    w.calls = refusal->step != NONE && refusal->sop != state->frames[refusal->depth].sop;
    if (w.calls)
        w.prefix = script_path(&desk->arena, w.prefix, state->frames[refusal->depth].sop->steps[refusal->step].key);
    for (size_t i = 0; list && i < n; i++)
        list[i] = turned->missing[i];
    for (uint16_t i = 0; list && i < refusal->missing.n; i++)
        list[n++] = lacking_document(&w, refusal->missing.at[i]);
    turned->missing = list;
    turned->n_missing = list ? n : 0;
    return list && !desk->arena.failed;
}

/* --- what is due --- */

/* The step's own inputs, then what the start of the SOP that it calls demands; of a choice nobody knows which. */
static bool add_all(struct desk *desk, const struct state *state, uint16_t step, struct turned *turned)
{
    const struct sop *sop = state_sop(state);
    const struct call *call = &sop->steps[step].call;
    struct refusal refusal = {.kind = REFUSAL_MISSING, .depth = state->depth, .step = step, .sop = sop};
    refusal.missing = missing_inputs(state, step, &desk->arena);
    bool good = lacking_add(desk, state, &refusal, turned);
    if (call->n != 1)
        return good;
    refusal.sop = call->callees[0].sop;
    refusal.missing = missing_for_callee(state, step, 0, (struct documents){0}, &desk->arena);
    return good && lacking_add(desk, state, &refusal, turned);
}

static bool add_run_out(struct desk *desk, const struct state *state, uint16_t step, struct turned *turned)
{
    struct refusal refusal = {
        .kind = REFUSAL_RUN_OUT, .depth = state->depth, .step = step, .sop = state_sop(state)};
    refusal.missing = run_out_inputs(state, step, desk->now, &desk->arena);
    return lacking_add(desk, state, &refusal, turned);
}

static json_t *lacking_json(struct report *report, const struct lacking *lacking)
{
    json_t *object = json_object();
    put(report, object, "document", json_text(lacking->document));
    put(report, object, "title", json_text(lacking->title));
    put(report, object, "from_step", json_text_or_null(lacking->from_step));
    put(report, object, "from_actor", json_text_or_null(lacking->from_actor));
    put(report, object, "from_title", json_text_or_null(lacking->from_title));
    put(report, object, "given", json_boolean(lacking->given));
    put(report, object, "with", lacking->with ? json_string(lacking->with) : json_null());
    put(report, object, "valid_until", json_moment_at(report, lacking->until, lacking->east));
    put(report, object, "valid_until_text", json_text_or_null(lacking->until_text));
    return object;
}

json_t *lacking_array(struct report *report, const struct turned *turned)
{
    json_t *array = json_array();
    for (size_t i = 0; i < turned->n_missing; i++)
        append(report, array, lacking_json(report, &turned->missing[i]));
    return array;
}

void put_lacking(struct report *report, struct desk *desk, const struct state *state, uint16_t step, json_t *due)
{
    struct turned missing = {0}, run_out = {0};
    if (step != NONE && (!add_all(desk, state, step, &missing) || !add_run_out(desk, state, step, &run_out)))
        report->failed = true;
    put(report, due, "missing", lacking_array(report, &missing));
    put(report, due, "run_out", lacking_array(report, &run_out));
}
