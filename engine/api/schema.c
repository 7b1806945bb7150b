/* The JSON Schemas (draft-07), made from the rows of keys.def, kinds.def and places.def: one definition for each kind
 * that a file can hold, and the relations between keys that can be said exactly. What `baku check` accepts these
 * schemas accept; what they refuse it refuses. tests/schema-ajv holds them to that. */
#include "api/schema.h"

#include <string.h>

#include "baku_sop.h"
#include "base/nearest.h"
#include "model/scenario.h"
#include "read/construct.h"
#include "read/document.h"

static const char *const called[] = {
#define PLACE(name, called) #called,
#include "read/places.def"
#undef PLACE
#define KIND(name, called, title) #called,
#include "read/kinds.def"
#undef KIND
};

static const char *title_of(enum key_kind kind)
{
    static const char *const titles[] = {
#define KIND(name, called, title) title,
#include "read/kinds.def"
#undef KIND
    };
    return (int)kind < (int)PLACE_COUNT ? phrase_in(key_place_phrase((enum key_place)kind), LANG_ID)
                                        : titles[(int)kind - (int)PLACE_COUNT];
}

/* --- parts --- */

json_t *schema_ref(struct schema *s, enum key_kind kind)
{
    struct buf path = BUF_INIT;
    json_t *json = json_object();
    s->wanted[kind] = true;
    buf_string(&path, "#/definitions/");
    buf_string(&path, called[kind]);
    put(&s->report, json, "$ref", path.failed ? NULL : json_text(buf_view(&path)));
    buf_release(&path);
    return json;
}

/* {keyword: value} */
static json_t *only(struct schema *s, const char *keyword, json_t *value)
{
    json_t *json = json_object();
    put(&s->report, json, keyword, value);
    return json;
}

/* [value] */
static json_t *alone(struct schema *s, json_t *value)
{
    json_t *json = json_array();
    append(&s->report, json, value);
    return json;
}

json_t *schema_any_of(struct schema *s, json_t *left, json_t *right)
{
    json_t *both = json_array();
    append(&s->report, both, left);
    append(&s->report, both, right);
    return only(s, "anyOf", both);
}

json_t *schema_list(struct schema *s, json_t *items)
{
    json_t *json = only(s, "type", json_string("array"));
    put(&s->report, json, "items", items);
    return json;
}

/* Nothing twice. Of items that another reader has made numbers of nothing can be said: `01` and `1` are two texts. */
static json_t *distinct(struct schema *s, json_t *list)
{
    put(&s->report, list, "if", only(s, "items", only(s, "type", json_string("string"))));
    put(&s->report, list, "then", only(s, "uniqueItems", json_true()));
    return list;
}

static json_t *map_of(struct schema *s, json_t *values)
{
    json_t *json = only(s, "type", json_string("object"));
    put(&s->report, json, "additionalProperties", values);
    return json;
}

static json_t *map_by_key(struct schema *s, enum key_kind key, json_t *values)
{
    json_t *json = map_of(s, values);
    put(&s->report, json, "propertyNames", schema_ref(s, key));
    return json;
}

static void put_key(struct schema *s, json_t *object, enum key key, json_t *value)
{
    put(&s->report, object, key_row(key)->name.at, value);
}

/* {"required": [key]} */
static json_t *has(struct schema *s, enum key key) { return only(s, "required", alone(s, json_text(key_name(key)))); }

/* {"properties": {key: value}} */
static json_t *where(struct schema *s, enum key key, json_t *value)
{
    json_t *properties = json_object();
    put_key(s, properties, key, value);
    return only(s, "properties", properties);
}

/* --- values by their shape --- */

/* An empty text is a value nowhere but among others. */
static json_t *item(struct schema *s, enum key_kind kind) { return schema_ref(s, kind == KIND_TEXT ? KIND_ANY : kind); }

static json_t *items(struct schema *s, enum key_kind kind)
{
    json_t *list = schema_list(s, item(s, kind));
    if (kind == KIND_STEP || kind == KIND_BRANCH)
        put(&s->report, list, "minItems", json_integer(1));
    if (kind == KIND_STEP)
        put(&s->report, list, "maxItems", json_integer(MAX_STEPS));
    return kind == KIND_DOCUMENT_KEY || kind == KIND_HOLIDAY_FILE ? distinct(s, list) : list;
}

static json_t *value_of(struct schema *s, const struct key_row *row)
{
    json_t *list;
    switch (row->shape) {
    case SHAPE_LIST:
        list = items(s, row->kind);
        if (row->kind == KIND_HOLIDAY && row->needed)
            put(&s->report, list, "minItems", json_integer(1));
        return list;
    case SHAPE_TEXTS:
        return schema_any_of(s, schema_ref(s, row->kind), items(s, row->kind));
    case SHAPE_SCALAR_OR_MAP:
        return schema_any_of(s, schema_ref(s, KIND_TARGET), schema_ref(s, row->kind));
    case SHAPE_SCALAR:
    case SHAPE_MAP:
    case SHAPE_LIST_OR_MAP:
    case SHAPE_SCALAR_OR_LIST:
        break;
    }
    /* What stands beside a `$ref` counts for nothing in draft-07, so the description needs this wrapping. */
    return only(s, "allOf", alone(s, schema_ref(s, row->kind)));
}

static json_t *property(struct schema *s, const struct key_row *row)
{
    json_t *json = value_of(s, row);
    put(&s->report, json, "description", json_string(row->meaning[LANG_ID]));
    return json;
}

/* --- places --- */

/* The map of a place; of a step in a branch only the keys that may stand there. */
static json_t *place(struct schema *s, enum key_place place, bool in_branch)
{
    json_t *json = only(s, "type", json_string("object")), *properties = json_object(), *required = json_array();
    for (int i = 0; i < KEY_COUNT; i++) {
        const struct key_row *row = key_row((enum key)i);
        if (row->place != place || (in_branch && construct_forbids(CONSTRUCT_BRANCH, (enum key)i)))
            continue;
        put(&s->report, properties, row->name.at, property(s, row));
        if (row->needed)
            append(&s->report, required, json_text(row->name));
    }
    put(&s->report, json, "properties", properties);
    put(&s->report, json, "required", required);
    put(&s->report, json, "additionalProperties", json_false());
    return json;
}

/* None of the keys that the construct forbids. */
static json_t *without_forbidden(struct schema *s, enum construct construct)
{
    json_t *properties = json_object();
    for (int i = 0; i < KEY_COUNT; i++)
        if (construct_forbids(construct, (enum key)i))
            put_key(s, properties, (enum key)i, json_false());
    return only(s, "properties", properties);
}

/* Which keys of a step need or exclude which others (read/construct.h). */
static json_t *step_dependencies(struct schema *s)
{
    json_t *json = json_object(), *one = json_object(), *unless;
    put_key(s, json, KEY_STEP_returns, has(s, KEY_STEP_call));
    put_key(s, json, KEY_STEP_with, has(s, KEY_STEP_call));
    put_key(s, json, KEY_STEP_decision, where(s, KEY_STEP_next, json_false()));
    put(&s->report, one, "minItems", json_integer(1));
    put(&s->report, one, "maxItems", json_integer(1));
    unless = where(s, KEY_STEP_outputs, one);
    put(&s->report, unless, "required", alone(s, json_text(key_name(KEY_STEP_outputs))));
    put_key(s, json, KEY_STEP_unless, unless);
    return json;
}

/* A step is one with branches, which then do the work; or one with an actor, who may call. */
static json_t *step(struct schema *s)
{
    json_t *json = place(s, PLACE_STEP, false), *other = has(s, KEY_STEP_actor);
    put(&s->report, other, "if", has(s, KEY_STEP_call));
    put(&s->report, other, "then", without_forbidden(s, CONSTRUCT_CALL));
    put(&s->report, json, "if", has(s, KEY_STEP_parallel));
    put(&s->report, json, "then", without_forbidden(s, CONSTRUCT_PARALLEL));
    put(&s->report, json, "else", other);
    put(&s->report, json, "dependencies", step_dependencies(s));
    return json;
}

json_t *schema_of_branch_step(struct schema *s)
{
    json_t *json = place(s, PLACE_STEP, true), *calls = json_object();
    append(&s->report, json_object_get(json, "required"), json_text(key_name(KEY_STEP_actor)));
    put_key(s, calls, KEY_STEP_returns, json_false());
    put_key(s, calls, KEY_STEP_with, json_false());
    put(&s->report, json, "dependencies", calls);
    return json;
}

/* Some keys go with one type only. */
static json_t *document(struct schema *s)
{
    json_t *json = place(s, PLACE_DOCUMENT, false), *dependencies = json_object();
    for (int i = 0; i < KEY_COUNT; i++) {
        const char *type = document_key_type((enum key)i);
        if (!type)
            continue;
        json_t *rule = where(s, KEY_DOCUMENT_type, only(s, "const", json_string(type)));
        put(&s->report, rule, "required", alone(s, json_text(key_name(KEY_DOCUMENT_type))));
        put_key(s, dependencies, (enum key)i, rule);
    }
    put(&s->report, json, "dependencies", dependencies);
    return json;
}

/* --- maps and lists of their own --- */

json_t *schema_of_actors(struct schema *s)
{
    json_t *json = map_by_key(s, KIND_ACTOR_KEY, schema_any_of(s, schema_ref(s, KIND_TEXT), schema_ref(s, KIND_ACTOR)));
    put(&s->report, json, "maxProperties", json_integer(MAX_ACTORS));
    return json;
}

json_t *schema_of_documents(struct schema *s)
{
    json_t *json =
        map_by_key(s, KIND_DOCUMENT_KEY, schema_any_of(s, schema_ref(s, KIND_TEXT), schema_ref(s, KIND_DOCUMENT)));
    put(&s->report, json, "maxProperties", json_integer(MAX_DOCUMENTS));
    return json;
}

json_t *schema_of_columns(struct schema *s)
{
    json_t *pair = only(s, "allOf", alone(s, schema_ref(s, KIND_ACTORS)));
    put(&s->report, pair, "minProperties", json_integer(1));
    put(&s->report, pair, "maxProperties", json_integer(1));
    json_t *list = schema_list(s, schema_any_of(s, schema_ref(s, KIND_ACTOR_KEY), pair));
    put(&s->report, list, "maxItems", json_integer(MAX_ACTORS));
    return schema_any_of(s, distinct(s, list), schema_ref(s, KIND_ACTORS));
}

json_t *schema_of_branch(struct schema *s)
{
    json_t *json = schema_list(s, schema_ref(s, KIND_BRANCH_STEP));
    put(&s->report, json, "minItems", json_integer(1));
    return json;
}

json_t *schema_of_callees(struct schema *s)
{
    json_t *list = distinct(s, schema_list(s, schema_ref(s, KIND_SOP_NAME)));
    put(&s->report, list, "minItems", json_integer(1));
    put(&s->report, list, "maxItems", json_integer(MAX_CALLEES));
    return schema_any_of(s, schema_ref(s, KIND_SOP_NAME), list);
}

json_t *schema_of_pairs(struct schema *s) { return map_by_key(s, KIND_DOCUMENT_KEY, schema_ref(s, KIND_DOCUMENT_KEY)); }
json_t *schema_of_fields(struct schema *s) { return map_by_key(s, KIND_DOCUMENT_KEY, schema_ref(s, KIND_ANY)); }

json_t *schema_of_work_week(struct schema *s)
{
    json_t *json = map_of(s, json_false()), *days = json_object();
    for (int i = 0; i < WEEKDAYS; i++)
        put(&s->report, days, calendar_weekdays[i],
            schema_any_of(s, schema_ref(s, KIND_HOURS), schema_list(s, schema_ref(s, KIND_HOURS))));
    put(&s->report, json, "properties", days);
    return json;
}

json_t *schema_of_aliases(struct schema *s)
{
    return map_of(s, schema_any_of(s, schema_ref(s, KIND_TEXT), schema_list(s, schema_ref(s, KIND_TEXT))));
}

json_t *schema_of_answers(struct schema *s)
{
    return map_of(s, schema_any_of(s, schema_words(s, SET_ANSWER), schema_list(s, schema_words(s, SET_ANSWER))));
}

json_t *schema_of_choices(struct schema *s)
{
    return map_of(s, schema_any_of(s, schema_ref(s, KIND_ANY), schema_list(s, schema_ref(s, KIND_ANY))));
}

json_t *schema_of_times(struct schema *s) { return map_of(s, schema_count(s, 1, SCENARIO_MOST_TIMES)); }
json_t *schema_of_visits(struct schema *s) { return map_of(s, schema_count(s, 0, MAX_RUN_STEPS)); }

/* --- the whole --- */

/* What a kind is; its title comes first. */
static json_t *define(struct schema *s, enum key_kind kind)
{
    static json_t *(*const of_kind[])(struct schema *) = {
#define KIND(name, called, title) schema_of_##called,
#include "read/kinds.def"
#undef KIND
    };
    json_t *body = kind == KIND_STEP         ? step(s)
                   : kind == KIND_DOCUMENT   ? document(s)
                   : (int)kind < PLACE_COUNT ? place(s, (enum key_place)kind, false)
                                             : of_kind[(int)kind - PLACE_COUNT](s);
    json_t *json = only(s, "title", json_string(title_of(kind)));
    if (!body || json_object_update(json, body) != 0)
        s->report.failed = true;
    json_decref(body);
    return json;
}

/* Definitions in the order of their tables; making one may ask for others. */
static json_t *definitions(struct schema *s)
{
    json_t *made[KIND_COUNT] = {0}, *json = json_object();
    for (bool more = true; more;) {
        more = false;
        for (int i = 0; i < KIND_COUNT; i++)
            if (s->wanted[i] && !made[i] && !s->report.failed) {
                made[i] = define(s, (enum key_kind)i);
                more = true;
            }
    }
    for (int i = 0; i < KIND_COUNT; i++)
        if (made[i])
            put(&s->report, json, called[i], made[i]);
    return json;
}

static json_t *root(struct schema *s, enum key_place place)
{
    json_t *json = only(s, "$schema", json_string("http://json-schema.org/draft-07/schema#"));
    json_t *body = define(s, (enum key_kind)place);
    if (!body || json_object_update(json, body) != 0)
        s->report.failed = true;
    json_decref(body);
    put(&s->report, json, "description",
        json_string("Dibuat oleh `baku schema`. Yang diterima `baku check` diterima skema ini; `baku check` memeriksa "
                    "lebih banyak."));
    if (place == PLACE_REGION || place == PLACE_LEGAL) { /* an empty file makes its folder a region */
        json_t *types = alone(s, json_string("object"));
        append(&s->report, types, json_string("null"));
        put(&s->report, json, "type", types);
    }
    put(&s->report, json, "definitions", definitions(s));
    return json;
}

/* What a file can be. */
static const enum key_place roots[] = {PLACE_SOP, PLACE_REGION, PLACE_SCENARIO, PLACE_LEGAL, PLACE_HOLIDAYS};
enum { ROOTS = sizeof roots / sizeof *roots };

static enum baku_status no_schema(struct baku *baku, const char *name, struct baku_answer *answer)
{
    struct nearest nearest = nearest_to(text_of(name));
    for (size_t i = 0; i < ROOTS; i++)
        nearest_try(&nearest, text_of(called[roots[i]]));
    return answer_error(baku, answer, BAKU_UNKNOWN, ERROR_NO_SCHEMA,
                        (struct error_facts){.name = text_of(name), .near = nearest.best});
}

enum baku_status baku_schema(struct baku *baku, const char *name, struct baku_answer *answer)
{
    struct schema schema = {0};
    answer->json = NULL;
    for (size_t i = 0; i < ROOTS; i++)
        if (!name || strcmp(name, called[roots[i]]) == 0)
            return answer_with(baku, answer, &schema.report, root(&schema, roots[i]), BAKU_YES);
    return no_schema(baku, name, answer);
}
