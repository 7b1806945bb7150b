#include "api/norms.h"

#include "model/counterpart.h"

/* One activity: the steps that may state a norm for it. A parallel step states none, its branches do. */
struct norm {
    const struct step **steps;
    const struct sop **sops;
    uint32_t *words; /* as counterparts have them */
    size_t n;
};

/* --- are they the same? --- */

static bool same_ends(struct duration a, struct duration b) { return a.min_ms == b.min_ms && a.max_ms == b.max_ms; }

static bool same_duration(const struct step *a, const struct step *b)
{
    if (a->duration.sort == DURATION_UNKNOWN && b->duration.sort == DURATION_UNKNOWN)
        return text_eq_blind(text_trim(a->duration_text), text_trim(b->duration_text));
    return a->duration.sort == b->duration.sort && same_ends(a->duration, b->duration);
}

static bool is_agreed(const struct norm *norm)
{
    for (size_t i = 1; i < norm->n; i++)
        if (!same_duration(norm->steps[0], norm->steps[i]))
            return false;
    return true;
}

/* --- the shortest and the longest --- */

/* The least and the most among the stated durations, at both ends; `sort` NONE: they cannot be ranked. */
struct extremes {
    enum duration_sort sort;
    struct duration least, most;
};

static int64_t lesser(int64_t a, int64_t b) { return a < b ? a : b; }
static int64_t greater(int64_t a, int64_t b) { return a > b ? a : b; }

static void extend(struct extremes *e, struct duration d)
{
    if (e->sort == DURATION_NONE)
        *e = (struct extremes){d.sort, d, d};
    e->least.min_ms = lesser(e->least.min_ms, d.min_ms);
    e->least.max_ms = lesser(e->least.max_ms, d.max_ms);
    e->most.min_ms = greater(e->most.min_ms, d.min_ms);
    e->most.max_ms = greater(e->most.max_ms, d.max_ms);
}

static struct extremes extremes_of(const struct norm *norm)
{
    struct extremes e = {.sort = DURATION_NONE};
    for (size_t i = 0; i < norm->n; i++) {
        struct duration d = norm->steps[i]->duration;
        if (d.sort == DURATION_UNKNOWN || (d.sort && e.sort && e.sort != d.sort))
            return (struct extremes){.sort = DURATION_NONE};
        if (d.sort != DURATION_NONE)
            extend(&e, d);
    }
    return e;
}

/* A range within another, or one that reaches into it, is neither for sure. */
static const char *rank_of(const struct extremes *e, struct duration d)
{
    if (e->sort == DURATION_NONE || d.sort != e->sort || same_ends(e->least, e->most))
        return NULL;
    return same_ends(d, e->least) ? "shortest" : same_ends(d, e->most) ? "longest" : NULL;
}

/* --- as JSON --- */

static bool is_blank(char byte) { return byte == ' ' || byte == '\n' || byte == '\r' || byte == '\t'; }

/* A blank is written once something follows it. */
static void put_word(struct buf *to, char byte, bool *gap)
{
    if (is_blank(byte)) {
        *gap = to->len > 0;
        return;
    }
    buf_string(to, *gap ? " " : "");
    buf_byte(to, (unsigned char)byte);
    *gap = false;
}

/* An activity as one line, the items of its list one after the other; the step's key where it has none. */
static json_t *json_words(const struct norms *norms, const struct step *step)
{
    struct buf words = BUF_INIT;
    bool gap = false;
    for (size_t i = 0; i < step->activity.n; i++) {
        put_word(&words, ' ', &gap);
        for (size_t k = 0; k < step->activity.at[i].len; k++)
            put_word(&words, step->activity.at[i].at[k], &gap);
    }
    if (words.len == 0)
        buf_text(&words, step->key);
    return json_buffer(norms->report, &words);
}

static json_t *json_calls(const struct norms *norms, const struct call *call)
{
    json_t *array = json_array();
    for (uint16_t i = 0; i < call->n; i++)
        append(norms->report, array, json_text(call->callees[i].sop->name));
    return array;
}

static json_t *json_value(const struct norms *norms, const struct norm *norm, size_t i, const char *rank)
{
    const struct step *step = norm->steps[i];
    const struct sop *sop = norm->sops[i];
    json_t *object = json_object();
    put(norms->report, object, "sop", json_text(sop->name));
    put(norms->report, object, "step", json_text(step->key));
    put(norms->report, object, "same_words", json_boolean(norm->words[i] == norm->words[0]));
    put(norms->report, object, "actor", json_text(sop->actors[step->actor].key));
    put(norms->report, object, "duration", json_duration(norms->report, step->duration));
    put(norms->report, object, "duration_text", json_text_or_null(step->duration_text));
    put(norms->report, object, "duration_is_wall", json_boolean(step->duration.sort == DURATION_WALL));
    put(norms->report, object, "rank", rank ? json_string(rank) : json_null());
    put(norms->report, object, "calls", json_calls(norms, &step->call));
    if (norms->details) {
        put(norms->report, object, "actor_title", json_text(sop->actors[step->actor].title));
        put(norms->report, object, "words", json_words(norms, step));
    }
    return object;
}

static json_t *json_norm(const struct norms *norms, const struct norm *norm)
{
    struct extremes extremes = extremes_of(norm);
    json_t *object = json_object(), *values = json_array();
    for (size_t i = 0; i < norm->n; i++)
        append(norms->report, values, json_value(norms, norm, i, rank_of(&extremes, norm->steps[i]->duration)));
    put(norms->report, object, "activity", json_words(norms, norm->steps[0]));
    put(norms->report, object, "values", values);
    return object;
}

/* --- all of them --- */

static void gather(struct norm *norm, const struct counterparts *group, const struct sop *const *sops)
{
    norm->n = 0;
    for (size_t i = 0; i < group->n; i++) {
        const struct sop *sop = sops[group->at[i].sop];
        const struct step *step = &sop->steps[group->at[i].step];
        if (step->parallel.n)
            continue;
        norm->sops[norm->n] = sop;
        norm->words[norm->n] = group->at[i].words;
        norm->steps[norm->n++] = step;
    }
}

static void put_norms(const struct norms *norms, json_t *document, const struct activities *all)
{
    struct norm norm = {ARENA_ARRAY(norms->scratch, norms->n, const struct step *),
                        ARENA_ARRAY(norms->scratch, norms->n, const struct sop *),
                        ARENA_ARRAY(norms->scratch, norms->n, uint32_t), 0};
    json_int_t shared = 0, agreed = 0;
    json_t *array = json_array();
    for (size_t i = 0; !norms->scratch->failed && i < all->n; i++) {
        gather(&norm, &all->at[i], norms->sops);
        if (norm.n < 2)
            continue;
        shared++;
        if (is_agreed(&norm))
            agreed++;
        else
            append(norms->report, array, json_norm(norms, &norm));
    }
    put(norms->report, document, "shared", json_integer(shared));
    put(norms->report, document, "agreed", json_integer(agreed));
    put(norms->report, document, "norms", array);
}

/* The steps of each SOP that have no counterpart. */
static json_t *json_alone(const struct norms *norms, const struct activities *all)
{
    json_t *array = json_array(), **steps = ARENA_ARRAY(norms->scratch, norms->n, json_t *);
    for (size_t i = 0; steps && i < norms->n; i++) {
        json_t *object = json_object();
        steps[i] = json_array();
        put(norms->report, object, "sop", json_text(norms->sops[i]->name));
        put(norms->report, object, "steps", steps[i]);
        append(norms->report, array, object);
    }
    for (size_t i = 0; !norms->report->failed && !norms->scratch->failed && i < all->n; i++) {
        const struct counterpart *only = all->at[i].at;
        const struct step *step = &norms->sops[only->sop]->steps[only->step];
        if (all->at[i].n == 1 && !step->parallel.n)
            append(norms->report, steps[only->sop], json_text(step->key));
    }
    return array;
}

void norms_put(const struct norms *norms, json_t *document)
{
    struct activities all;
    if (counterparts_find(&all, norms->sops, norms->n, norms->scratch) < 0) {
        norms->report->failed = true;
        return;
    }
    put_norms(norms, document, &all);
    put(norms->report, document, "alone", json_alone(norms, &all));
}
