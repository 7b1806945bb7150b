/* Texts in a JSON Schema.
 *
 * To our reader every scalar is a text. Others make a number, a boolean or null of what looks like one, so where such a
 * text is read here, those types are allowed there: `title: 2026` and `step: 1` are as good as any. A pattern speaks of
 * strings only. Patterns keep to what all dialects of regular expressions share, so what they cannot count is let pass:
 * a schema may be laxer than the reader, never stricter. */
#include "api/schema.h"

#include <string.h>

#include "model/calendar.h"

#define BLANKS "[ \\t\\r\\n]*"
#define KEY_LETTERS "[a-z0-9-]+"

/* --- parts --- */

static json_t *json_view(struct schema *s, struct buf *buf)
{
    json_t *json = buf->failed ? NULL : json_text(buf_view(buf));
    s->report.failed = s->report.failed || !json;
    buf_release(buf);
    return json;
}

/* Any scalar. */
static json_t *any_scalar(struct schema *s)
{
    static const char *const names[] = {"string", "number", "boolean", "null"};
    json_t *json = json_object(), *types = json_array();
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        append(&s->report, types, json_string(names[i]));
    put(&s->report, json, "type", types);
    return json;
}

static json_t *string(struct schema *s, json_t *pattern)
{
    json_t *json = json_object();
    put(&s->report, json, "type", json_string("string"));
    put(&s->report, json, "pattern", pattern);
    return json;
}

static json_t *key(struct schema *s)
{
    json_t *json = any_scalar(s);
    put(&s->report, json, "pattern", json_string("^" KEY_LETTERS "$"));
    put(&s->report, json, "maxLength", json_integer(MAX_KEY_BYTES));
    return json;
}

/* A whole number, as a number or as a text that `pattern` describes. */
static json_t *whole_number(struct schema *s, int64_t low, int64_t high, json_t *pattern)
{
    json_t *json = json_object(), *types = json_array();
    append(&s->report, types, json_string("integer"));
    append(&s->report, types, json_string("string"));
    put(&s->report, json, "type", types);
    put(&s->report, json, "minimum", json_integer(low));
    put(&s->report, json, "maximum", json_integer(high));
    put(&s->report, json, "pattern", pattern);
    return json;
}

json_t *schema_count(struct schema *s, int64_t low, int64_t high)
{
    struct buf pattern = BUF_INIT;
    int more = 0;
    for (int64_t rest = high; rest > 9; rest /= 10)
        more++;
    buf_string(&pattern, low ? "^0*[1-9][0-9]{0," : "^0*[0-9]{1,");
    buf_number(&pattern, low ? more : more + 1);
    buf_string(&pattern, "}$");
    return whole_number(s, low, high, json_view(s, &pattern));
}

json_t *schema_words(struct schema *s, enum word_set set)
{
    json_t *json = json_object(), *words = json_array();
    for (int i = 0; i < WORD_COUNT; i++) {
        const char *word = word_text((enum word)i);
        if (word_set((enum word)i) != set)
            continue;
        append(&s->report, words, json_string(word));
        if (strcmp(word, "true") == 0 || strcmp(word, "false") == 0)
            append(&s->report, words, json_boolean(*word == 't'));
    }
    put(&s->report, json, "enum", words);
    return json;
}

/* --- durations (model/duration.h) --- */

/* The unit in any case, with any blanks within. */
static void add_unit(struct buf *pattern, const char *spelling)
{
    for (const char *at = spelling; *at; at++) {
        if (*at == ' ') {
            buf_string(pattern, "[ \\t\\n]+");
            continue;
        }
        buf_byte(pattern, '[');
        buf_byte(pattern, (unsigned char)(*at - 'a' + 'A'));
        buf_byte(pattern, (unsigned char)*at);
        buf_byte(pattern, ']');
    }
}

/* On the wall no `hari kerja` passes. */
static json_t *duration(struct schema *s, bool wall)
{
    /* With a point, three digits behind it are taken for thousands, unless a 0 stands first. */
    static const char decimal[] = "([0-9]{1,9}(,[0-9]{1,8})?|0[0-9]{0,7}\\.[0-9]{1,8}|"
                                  "[0-9]{1,8}\\.([0-9]{1,2}|[0-9]{4,8}))" BLANKS;
    static const struct {
        const char *spelling, *sort;
    } units[] = {
#define UNIT(spelling, sort, ms) {spelling, #sort},
#include "model/units.def"
#undef UNIT
    };
    struct buf pattern = BUF_INIT;
    const char *gap = "(";
    buf_string(&pattern, "^" BLANKS);
    buf_string(&pattern, decimal);
    buf_string(&pattern, "([-–]" BLANKS);
    buf_string(&pattern, decimal);
    buf_string(&pattern, ")?");
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (wall && strcmp(units[i].sort, "WORK_DAY") == 0)
            continue;
        buf_string(&pattern, gap);
        add_unit(&pattern, units[i].spelling);
        gap = "|";
    }
    buf_string(&pattern, ")" BLANKS "$");
    return string(s, json_view(s, &pattern));
}

json_t *schema_of_duration(struct schema *s) { return duration(s, false); }
json_t *schema_of_wall(struct schema *s) { return duration(s, true); }

/* --- one text each --- */

json_t *schema_of_any(struct schema *s) { return any_scalar(s); }
json_t *schema_of_actor_key(struct schema *s) { return key(s); }
json_t *schema_of_document_key(struct schema *s) { return key(s); }
json_t *schema_of_target(struct schema *s) { return key(s); }

json_t *schema_of_step_key(struct schema *s)
{
    json_t *json = key(s), *end = json_object();
    put(&s->report, end, "const", json_string("end"));
    put(&s->report, json, "not", end);
    return json;
}

json_t *schema_of_text(struct schema *s)
{
    json_t *json = any_scalar(s);
    put(&s->report, json, "minLength", json_integer(1));
    return json;
}

json_t *schema_of_pattern(struct schema *s)
{
    json_t *json = schema_of_text(s);
    put(&s->report, json, "maxLength", json_integer(MAX_PATTERN_BYTES));
    return json;
}

json_t *schema_of_date(struct schema *s)
{
    return string(s, json_string("^(19|2[0-9])[0-9]{2}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|"
                                 "(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|[12][0-9]))$"));
}

json_t *schema_of_hours(struct schema *s)
{
#define TIME BLANKS "(([01][0-9]|2[0-3])[:.][0-5][0-9]|24[:.]00)" BLANKS
    return string(s, json_string("^" TIME "-" TIME "$"));
#undef TIME
}

json_t *schema_of_lines(struct schema *s)
{
#define LINE BLANKS "0*[1-9][0-9]{0,9}" BLANKS
    return whole_number(s, 1, INT32_MAX, json_string("^" LINE "(-" LINE ")?$"));
#undef LINE
}

json_t *schema_of_revision(struct schema *s) { return schema_count(s, 1, INT32_MAX); }

json_t *schema_of_year(struct schema *s)
{
    return whole_number(s, CALENDAR_FIRST_YEAR, CALENDAR_LAST_YEAR, json_string("^0*(19|2[0-9])[0-9]{2}$"));
}

json_t *schema_of_size(struct schema *s)
{
    return string(s, json_string("^" BLANKS "0*[1-9][0-9]{0,6}" BLANKS "(B|KB|MB)" BLANKS "$"));
}

json_t *schema_of_media(struct schema *s) { return string(s, json_string("^[a-z0-9.+-]+/[a-z0-9.+-]+$")); }

json_t *schema_of_holiday_file(struct schema *s) { return string(s, json_string("^holidays-[^/]+\\.yaml$")); }

json_t *schema_of_sop_name(struct schema *s)
{
    json_t *json = any_scalar(s);
    put(&s->report, json, "pattern", json_string("^[^./][^/]*(/[^./][^/]*)?$"));
    return json;
}

/* --- one of a table's --- */

json_t *schema_of_boolean(struct schema *s) { return schema_words(s, SET_BOOLEAN); }
json_t *schema_of_day(struct schema *s) { return schema_words(s, SET_DAY); }
json_t *schema_of_given(struct schema *s) { return schema_words(s, SET_GIVEN); }
json_t *schema_of_status(struct schema *s) { return schema_words(s, SET_STATUS); }
json_t *schema_of_type(struct schema *s) { return schema_words(s, SET_TYPE); }

json_t *schema_of_zone(struct schema *s)
{
    json_t *json = json_object(), *zones = json_array();
#define ZONE(name, said, east) append(&s->report, zones, json_string(name));
#include "model/zones.def"
#undef ZONE
    put(&s->report, json, "enum", zones);
    return json;
}

json_t *schema_of_code(struct schema *s)
{
    json_t *json = json_object(), *codes = json_array();
    for (int i = 0; i < FINDING_COUNT; i++)
        append(&s->report, codes, json_string(finding_row((enum finding_code)i)->code));
    put(&s->report, json, "enum", codes);
    return json;
}

/* A key of a step, or a part of one. */
json_t *schema_of_inferred(struct schema *s)
{
    json_t *whole = json_object(), *keys = json_array();
    for (int i = 0; i < KEY_COUNT; i++)
        if (key_row((enum key)i)->place == PLACE_STEP)
            append(&s->report, keys, json_text(key_name((enum key)i)));
    put(&s->report, whole, "enum", keys);
    struct buf parts = BUF_INIT;
    const char *gap = "^(";
    static const enum key with_parts[] = {KEY_STEP_decision, KEY_STEP_inputs, KEY_STEP_outputs};
    for (size_t i = 0; i < sizeof with_parts / sizeof *with_parts; i++) {
        buf_string(&parts, gap);
        buf_text(&parts, key_name(with_parts[i]));
        gap = "|";
    }
    buf_string(&parts, ")\\." KEY_LETTERS "$");
    return schema_any_of(s, whole, string(s, json_view(s, &parts)));
}
