/* One audit as JSON. */
#include "api/audit.h"

/* --- numbers --- */

/* Rounded to twelve digits: the last ones of a double are the machine's, not the SOP's. */
static double stable(double value)
{
    double scale = 1;
    while (value * scale < 1e11 && scale < 1e21)
        scale *= 10;
    return value < 1e12 ? (double)(int64_t)(value * scale + 0.5) / scale : value;
}

static json_t *json_double(double value) { return json_real(stable(value)); }

/* Both ends of what was computed for both ends of every duration, the smaller first. */
static json_t *json_ends(struct report *report, const double ends[2], double unit, const char *const keys[2])
{
    double least = ends[0] < ends[1] ? ends[0] : ends[1], most = ends[0] < ends[1] ? ends[1] : ends[0];
    json_t *object = json_object();
    put(report, object, keys[0], json_double(least / unit));
    put(report, object, keys[1], json_double(most / unit));
    return object;
}

static json_t *json_moment(struct report *report, const struct expected *expected, const double ms[2])
{
    static const char *const keys[] = {"min_s", "max_s"};
    return expected->known ? json_ends(report, ms, 1000, keys) : json_null();
}

static json_t *json_reason(enum audit_words words, enum lang lang)
{
    return words == WORDS_COUNT ? json_null() : json_string(words_in(words, lang));
}

/* --- the claim --- */

static json_t *json_claim(struct report *report, const struct audited *audited)
{
    const struct claims *claims = &audited->sop->claims;
    if (!claims->stated)
        return json_null();
    json_t *object = json_object();
    put(report, object, "total", json_duration(report, claims->total));
    put(report, object, "total_text", json_text_or_null(claims->total_text));
    put(report, object, "total_is_wall", json_boolean(claims->total.sort == DURATION_WALL));
    put(report, object, "hours", json_duration(report, claims->hours));
    put(report, object, "hours_text", json_text_or_null(claims->hours_text));
    put(report, object, "hours_expected", json_duration(report, audited->audit->hours_expected));
    put(report, object, "limit", json_duration(report, claims->limit));
    put(report, object, "limit_is_wall", json_boolean(claims->limit.sort == DURATION_WALL));
    put(report, object, "basis", json_text_or_null(claims->limit_basis));
    return object;
}

/* --- ways --- */

/* The part of `PATH=VALUE` before its first `=`, which no path holds, as a string. */
static bool take_key(struct buf *key, struct text pair, struct text *value)
{
    buf_clear(key);
    buf_text(key, text_cut(pair, '=', value));
    return !key->failed;
}

/* `PATH=VALUE` entries as {PATH: [VALUE, …]}. */
static json_t *json_told(struct report *report, struct texts pairs)
{
    json_t *object = json_object();
    struct buf key = BUF_INIT;
    for (size_t i = 0; i < pairs.n; i++) {
        struct text value;
        if (!take_key(&key, pairs.at[i], &value))
            break;
        if (!json_object_get(object, key.at))
            put(report, object, key.at, json_array());
        append(report, json_object_get(object, key.at), json_text(value));
    }
    report->failed = report->failed || key.failed;
    buf_release(&key);
    return object;
}

static json_t *json_meets(enum meets meets)
{
    return meets == MEETS_UNKNOWN ? json_null() : json_boolean(meets == MEETS);
}

static json_t *json_way(struct report *report, const struct audited *audited, const struct way *way)
{
    json_t *object = json_object();
    put(report, object, "answers", json_told(report, way->answers));
    put(report, object, "choices", json_told(report, way->choices));
    put(report, object, "with", json_texts(report, way->with));
    put(report, object, "steps", json_texts(report, way->steps));
    put(report, object, "cut", json_boolean(way->cut));
    put(report, object, "elapsed", json_total(report, way->elapsed));
    put(report, object, "meets_claim", json_meets(claim_meets(audited->sop, way->elapsed)));
    return object;
}

static json_t *json_ways(struct report *report, const struct audited *audited)
{
    json_t *array = json_array();
    for (size_t i = 0; i < audited->audit->n_ways && !report->failed; i++)
        append(report, array, json_way(report, audited, &audited->audit->ways[i]));
    return array;
}

/* A whole number while it is one; null where it is infinite, or not known. */
static json_t *json_count(const struct audit *audit)
{
    double count = audit->ways_in_all;
    if (audit->longest.sort == TOTAL_CUT)
        return json_null();
    if (count < (double)MOST_MS)
        return json_integer((json_int_t)count);
    return count <= 1e300 ? json_real(count) : json_null();
}

/* The shortest way's least time, the longest one's most. */
static json_t *json_extreme(struct report *report, const struct way *way, struct total total, bool longest)
{
    json_t *object = json_object();
    json_t *time = total.sort == TOTAL_KNOWN ? json_seconds(longest ? total.max_ms : total.min_ms) : json_null();
    put(report, object, longest ? "max_s" : "min_s", time);
    put(report, object, "path", json_texts(report, way->steps));
    put(report, object, "cut", json_boolean(way->cut));
    return object;
}

/* --- why a total is null --- */

static void append_reason(struct report *report, json_t *array, const char *of, const char *reason)
{
    json_t *object = json_object();
    put(report, object, "of", json_string(of));
    put(report, object, "reason", json_string(reason));
    append(report, array, object);
}

static json_t *json_reasons(struct report *report, const struct audit *audit, enum lang lang)
{
    const struct {
        const char *of;
        struct total total;
        enum audit_words endless;
    } totals[] = {{"printed_sum", audit->printed_sum, WORDS_REASON_CUT},
                  {"straight", audit->straight, WORDS_ENDLESS_STRAIGHT},
                  {"shortest", audit->shortest, WORDS_ENDLESS_SHORTEST},
                  {"longest", audit->longest, WORDS_ENDLESS_LONGEST}};
    json_t *array = json_array();
    for (size_t i = 0; i < sizeof totals / sizeof *totals; i++) {
        enum audit_words words = total_reason(totals[i].total, totals[i].endless);
        if (words != WORDS_COUNT)
            append_reason(report, array, totals[i].of, words_in(words, lang));
    }
    return array;
}

/* --- lists --- */

static json_t *json_rework(struct report *report, const struct audit *audit, enum lang lang)
{
    json_t *array = json_array();
    for (size_t i = 0; i < audit->n_rework && !report->failed; i++) {
        const struct rework *rework = &audit->rework[i];
        json_t *object = json_object();
        put(report, object, "step", json_text(rework->step));
        put(report, object, "sop", json_text(rework->sop->name));
        put(report, object, "back_to", json_text(rework->back_to));
        put(report, object, "adds", json_total(report, rework->adds));
        put(report, object, "reason", json_reason(total_reason(rework->adds, WORDS_ENDLESS_REWORK), lang));
        append(report, array, object);
    }
    return array;
}

static json_t *json_rates(struct report *report, const struct audit_options *options)
{
    json_t *array = json_array();
    for (size_t i = 0; i < options->n_told; i++) {
        json_t *object = json_object();
        put(report, object, "step", json_text(options->told[i].step));
        put(report, object, "rate", json_double(options->told[i].rate));
        append(report, array, object);
    }
    return array;
}

static json_t *json_expected(struct report *report, const struct audit *audit, enum lang lang)
{
    json_t *array = json_array();
    for (size_t i = 0; i < audit->n_expected; i++) {
        const struct expected *expected = &audit->expected[i];
        json_t *object = json_object();
        put(report, object, "rate", json_double(expected->rate));
        put(report, object, "mean", json_moment(report, expected, expected->mean_ms));
        put(report, object, "stddev", json_moment(report, expected, expected->stddev_ms));
        put(report, object, "reason", json_reason(expected_reason(expected), lang));
        append(report, array, object);
    }
    return array;
}

static json_t *json_kept(struct report *report, const struct audited *audited, enum lang lang)
{
    static const char *const keys[] = {"min", "max"};
    json_t *array = json_array();
    for (size_t i = 0; i < audited->audit->n_expected; i++) {
        const struct expected *expected = &audited->audit->expected[i];
        json_t *object = json_object();
        put(report, object, "rate", json_double(expected->rate));
        put(report, object, "share", expected->kept_known ? json_ends(report, expected->kept, 1, keys) : json_null());
        put(report, object, "reason", json_reason(kept_reason(audited->sop, expected), lang));
        append(report, array, object);
    }
    return array;
}

static json_t *json_actors(struct report *report, const struct audit *audit)
{
    json_t *array = json_array();
    for (size_t i = 0; i < audit->n_actors; i++) {
        json_t *object = json_object();
        put(report, object, "actor", json_text(audit->actors[i].actor));
        put(report, object, "title", json_text(audit->actors[i].title));
        put(report, object, "applicant", json_boolean(audit->actors[i].applicant));
        put(report, object, "work", json_total(report, audit->actors[i].work));
        append(report, array, object);
    }
    return array;
}

static json_t *json_calls(struct report *report, const struct audit *audit, enum lang lang)
{
    json_t *array = json_array();
    for (size_t i = 0; i < audit->n_calls; i++) {
        const struct call_time *call = &audit->calls[i];
        json_t *object = json_object();
        put(report, object, "step", json_text(call->step));
        put(report, object, "sop", json_text(call->callee->name));
        put(report, object, "stated", json_duration(report, call->stated));
        put(report, object, "own", json_total(report, call->own));
        put(report, object, "lower_bound", json_boolean(call->unknown));
        put(report, object, "reason", json_reason(total_reason(call->own, WORDS_ENDLESS_STRAIGHT), lang));
        append(report, array, object);
    }
    return array;
}

static json_t *json_wall(struct report *report, const struct audit *audit)
{
    json_t *array = json_array();
    for (size_t i = 0; i < audit->n_wall; i++) {
        json_t *object = json_object();
        put(report, object, "at", json_text(audit->wall[i].path));
        put(report, object, "kind", json_string(audit->wall[i].is_document ? "document" : "step"));
        put(report, object, "time", json_duration(report, audit->wall[i].time));
        append(report, array, object);
    }
    return array;
}

json_t *audit_json(struct report *report, const struct audited *audited, enum lang lang)
{
    const struct audit *audit = audited->audit;
    json_t *object = json_object();
    put(report, object, "sop", json_text(audited->sop->name));
    put(report, object, "title", json_text(audited->sop->title));
    put(report, object, "region", json_text(audited->sop->region->key));
    put(report, object, "claim", json_claim(report, audited));
    put(report, object, "verdict", json_string(verdict_key(audit->verdict)));
    put(report, object, "printed_sum", json_total(report, audit->printed_sum));
    put(report, object, "straight", json_total(report, audit->straight));
    put(report, object, "lower_bound", json_boolean(is_lower_bound(audit)));
    put(report, object, "working_day", json_duration(report, working_day(audited->sop)));
    put(report, object, "shortest", json_extreme(report, &audit->shortest_way, audit->shortest, false));
    put(report, object, "longest", json_extreme(report, &audit->longest_way, audit->longest, true));
    put(report, object, "reasons", json_reasons(report, audit, lang));
    put(report, object, "unknown", json_texts(report, audit->unknown));
    put(report, object, "paths", json_ways(report, audited));
    put(report, object, "paths_in_all", json_count(audit));
    put(report, object, "rework", json_rework(report, audit, lang));
    put(report, object, "rework_cut", json_boolean(audit->rework_cut));
    put(report, object, "told", json_rates(report, audited->options));
    put(report, object, "expected", json_expected(report, audit, lang));
    put(report, object, "kept", json_kept(report, audited, lang));
    put(report, object, "actors", json_actors(report, audit));
    put(report, object, "calls", json_calls(report, audit, lang));
    put(report, object, "calendar", json_calendar(report, audited->ending, lang));
    put(report, object, "wall", json_wall(report, audit));
    return object;
}
