#include "base/nearest.h"
#include "read/read.h"
#include "read/values.h"

static void unknown_sop(struct reader *r, const struct callee *callee, const struct sop *sop, struct texts known)
{
    struct finding *finding = reader_report(r, FINDING_B104, callee->span);
    struct nearest nearest = reader_nearest(r, callee->name);
    for (size_t i = 0; i < known.n; i++) {
        struct text name, region = text_cut(known.at[i], '/', &name);
        if (text_eq(region, sop->region->key))
            nearest_try(&nearest, name);
        nearest_try(&nearest, known.at[i]);
    }
    if (finding) {
        finding->name = callee->name;
        finding->near = nearest.best;
    }
}

/* Can this callee be looked into? One with errors of its own is judged in its own file. */
static bool is_open(const struct callee *callee) { return callee->sop && callee->sop->plan.n_steps; }

static struct text document_list(struct reader *r, const struct sop *sop)
{
    struct text keys[READER_LISTED];
    for (uint16_t i = 0; i < sop->n_documents && i < READER_LISTED; i++)
        keys[i] = sop->documents[i].key;
    return reader_list(r, keys, sop->n_documents);
}

/* B103: the callee's side of a pair must be a document of some callee. Nothing is said while one cannot be read. */
static void check_pair(struct reader *r, const struct call *call, struct text key, struct span span)
{
    struct nearest nearest = reader_nearest(r, key);
    for (uint16_t c = 0; c < call->n; c++) {
        if (!is_open(&call->callees[c]) || sop_document(call->callees[c].sop, key) != NONE)
            return;
        for (uint16_t i = 0; i < call->callees[c].sop->n_documents; i++)
            nearest_try(&nearest, call->callees[c].sop->documents[i].key);
    }
    struct finding *finding = reader_report(r, FINDING_B103, span);
    if (finding) {
        finding->name = key;
        finding->near = nearest.best;
        finding->want = PHRASE_NOT_IN_CALLEE;
        finding->way = PHRASE_WAY_CALLEE_DOCUMENT;
        finding->other = document_list(r, call->callees[0].sop);
    }
}

/* The callee's document that `returns` names for `output`, or the one of equal key. */
static uint16_t source_of(const struct sop *sop, const struct call *call, const struct sop *callee, uint16_t output)
{
    struct text key = sop->documents[output].key;
    for (size_t i = 0; i < call->returns.n; i++)
        if (text_eq(call->returns.at[i].left, key) && sop_document(callee, call->returns.at[i].right) != NONE)
            return sop_document(callee, call->returns.at[i].right);
    return sop_document(callee, key);
}

/* The caller's document that `with` names for the callee's, or for a given one that of equal key. */
static uint16_t passed_to(const struct sop *sop, const struct call *call, const struct document *wanted)
{
    for (size_t i = 0; i < call->with.n; i++)
        if (text_eq(call->with.at[i].left, wanted->key))
            return sop_document(sop, call->with.at[i].right);
    return wanted->given == GIVEN_NO ? NONE : sop_document(sop, wanted->key);
}

static void link_callee(struct reader *r, const struct sop *sop, const struct step *step, struct callee *callee)
{
    const struct sop *to = callee->sop;
    struct passage *passes = ARENA_ARRAY(r->arena, to->n_documents, struct passage);
    struct passage *brings = ARENA_ARRAY(r->arena, step->outputs.n, struct passage);
    if (!passes || !brings)
        return;
    for (uint16_t d = 0; d < to->n_documents; d++) {
        uint16_t from = passed_to(sop, &step->call, &to->documents[d]);
        if (from != NONE)
            passes[callee->n_passes++] = (struct passage){from, d};
    }
    for (size_t i = 0; i < step->outputs.n; i++) {
        uint16_t output = step->outputs.at[i].document, from = source_of(sop, &step->call, to, output);
        if (from != NONE)
            brings[callee->n_brings++] = (struct passage){from, output};
    }
    callee->passes = passes;
    callee->brings = brings;
}

static void link_step(struct reader *r, const struct sop *sop, struct step *step, struct texts known)
{
    struct call *call = &step->call;
    r->at = step->key;
    for (uint16_t c = 0; c < call->n; c++) {
        if (!call->callees[c].exists)
            unknown_sop(r, &call->callees[c], sop, known);
        else if (is_open(&call->callees[c]))
            link_callee(r, sop, step, &call->callees[c]);
    }
    for (size_t i = 0; i < call->with.n; i++)
        check_pair(r, call, call->with.at[i].left, call->with.at[i].span);
    for (size_t i = 0; i < call->returns.n; i++)
        check_pair(r, call, call->returns.at[i].right, call->returns.at[i].right_span);
}

enum status read_link(const struct source_file *file, struct sop *sop, struct texts known)
{
    struct reader r = {.file = file, .arena = file->arena, .sop = sop->name};
    for (uint16_t i = 0; i < sop->n_steps; i++)
        link_step(&r, sop, &sop->steps[i], known);
    return file->arena->failed || file->findings->arena->failed ? STATUS_MEMORY : STATUS_OK;
}

/* --- circles --- */

/* A walk over calls from one SOP, breadth first: what is reached, and through which SOP. */
struct walk {
    struct arena *arena;
    struct map seen;
    const struct sop **queue;
    size_t *via; /* number in the queue of the SOP that called it */
    size_t n, room_queue, room_via;
};

static void reach(struct walk *w, const struct sop *sop, size_t via)
{
    if (map_add(&w->seen, w->arena, sop->name, 0) != MAP_ADDED)
        return;
    const struct sop **queue = arena_room(w->arena, w->queue, w->n, &w->room_queue, sizeof *queue);
    size_t *vias = arena_room(w->arena, w->via, w->n, &w->room_via, sizeof *vias);
    if (!queue || !vias)
        return;
    w->queue = queue;
    w->via = vias;
    queue[w->n] = sop;
    vias[w->n++] = via;
}

/* Is `to` called from `sop`? */
static bool calls(const struct sop *sop, const struct sop *to)
{
    for (uint16_t i = 0; i < sop->n_steps; i++)
        for (uint16_t c = 0; c < sop->steps[i].call.n; c++)
            if (sop->steps[i].call.callees[c].sop == to)
                return true;
    return false;
}

static void reach_callees(struct walk *w, size_t nth)
{
    const struct sop *sop = w->queue[nth];
    for (uint16_t i = 0; i < sop->n_steps; i++)
        for (uint16_t c = 0; c < sop->steps[i].call.n; c++)
            if (sop->steps[i].call.callees[c].sop)
                reach(w, sop->steps[i].call.callees[c].sop, nth);
}

/* "a > b > a" into the arena, from `sop` through the queue up to its member `last` and back; "a > a" without a queue.
 */
static struct text circle_text(struct walk *w, const struct sop *sop, size_t last)
{
    struct buf buf = BUF_INIT;
    size_t trail[MAX_CALL_DEPTH], n = 0;
    for (size_t at = last; w->n && n < MAX_CALL_DEPTH; at = w->via[at]) {
        trail[n++] = at;
        if (at == 0)
            break;
    }
    buf_text(&buf, sop->name);
    while (n) {
        buf_string(&buf, " > ");
        buf_text(&buf, w->queue[trail[--n]]->name);
    }
    buf_string(&buf, " > ");
    buf_text(&buf, sop->name);
    struct text text = {buf.failed ? NULL : arena_copy(w->arena, buf.at, buf.len), buf.len};
    if (!text.at)
        w->arena->failed = true;
    buf_release(&buf);
    return text;
}

/* The way from a callee back to `sop`, in words; empty where there is none. */
static struct text find_circle(struct reader *r, const struct sop *sop, const struct sop *callee)
{
    struct walk w = {.arena = r->arena};
    if (callee == sop)
        return circle_text(&w, sop, 0);
    reach(&w, callee, 0);
    for (size_t i = 0; i < w.n && !r->arena->failed; i++) {
        if (calls(w.queue[i], sop))
            return circle_text(&w, sop, i);
        reach_callees(&w, i);
    }
    return (struct text){0};
}

/* Each SOP that is called is walked from once, however often it is called. */
struct circles {
    struct map number; /* a callee's name to its text */
    struct text texts[MAX_CALLS];
    uint32_t n;
};

static void check_circle(struct reader *r, struct circles *known, const struct sop *sop, const struct callee *callee)
{
    int64_t nth = map_find(&known->number, callee->sop->name);
    if (nth < 0) {
        nth = known->n;
        if (map_add(&known->number, r->arena, callee->sop->name, known->n) != MAP_ADDED)
            return;
        known->texts[known->n++] = find_circle(r, sop, callee->sop);
    }
    struct finding *finding = known->texts[nth].len ? reader_report(r, FINDING_B106, callee->span) : NULL;
    if (finding)
        finding->other = known->texts[nth];
}

enum status read_circles(const struct source_file *file, struct sop *sop)
{
    struct reader r = {.file = file, .arena = file->arena, .sop = sop->name};
    struct circles known = {0};
    for (uint16_t i = 0; i < sop->n_steps; i++) {
        r.at = sop->steps[i].key;
        for (uint16_t c = 0; c < sop->steps[i].call.n; c++)
            if (sop->steps[i].call.callees[c].sop)
                check_circle(&r, &known, sop, &sop->steps[i].call.callees[c]);
    }
    return file->arena->failed || file->findings->arena->failed ? STATUS_MEMORY : STATUS_OK;
}
