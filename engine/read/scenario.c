#include "model/scenario.h"

#include "read/read.h"
#include "read/values.h"

static enum answer read_answer(struct reader *r, const struct node *node)
{
    if (value_is(node, WORD_ANSWER_ya))
        return ANSWER_YA;
    if (value_is(node, WORD_ANSWER_tidak))
        return ANSWER_TIDAK;
    reader_value(r, node, TEXT("answers"), PHRASE_ANSWER);
    return ANSWER_NONE;
}

static void read_answers(struct reader *r, const struct node *value, struct told *told)
{
    enum answer *answers = ARENA_ARRAY(r->arena, told->n, enum answer);
    const struct node *item = value_first(value);
    for (uint32_t i = 0; answers && i < told->n; i++, item = item->next)
        answers[i] = item->broken ? ANSWER_NONE : read_answer(r, item);
    told->answers = answers;
}

static void read_times(struct reader *r, const struct node *value, struct told *told)
{
    int64_t times = 0;
    if (value->kind == NODE_SCALAR && text_number(value->text, &times) && times >= 1 && times <= SCENARIO_MOST_TIMES)
        told->n = (uint32_t)times;
    else
        reader_value(r, value, TEXT("expire"), PHRASE_TIMES);
}

/* {STEP: what is told for it}; `key` says which of the three maps it is. */
static struct tolds read_tolds(struct reader *r, const struct node *map, enum key key)
{
    struct told *at = map ? ARENA_ARRAY(r->arena, map->count, struct told) : NULL;
    size_t n = 0;
    for (const struct node *step = at ? map->first : NULL; step; step = step->next->next) {
        const struct node *value = step->next;
        bool texts = value->kind != NODE_MAP;
        for (const struct node *item = value_first(value); texts && item && item != value; item = item->next)
            texts = item->kind == NODE_SCALAR;
        if (step->broken || value->broken)
            continue;
        if (!texts) {
            reader_shape(r, value->span, step->text, PHRASE_TEXTS);
            continue;
        }
        struct told told = {.step = step->text, .span = step->span, .n = (uint32_t)value_count(value)};
        if (key == KEY_SCENARIO_answers)
            read_answers(r, value, &told);
        else if (key == KEY_SCENARIO_choose)
            told.choices = value_texts(r, value).at;
        else
            read_times(r, value, &told);
        at[n++] = told;
    }
    return (struct tolds){at, n};
}

static void read_visits(struct reader *r, const struct node *map, struct scenario *scenario)
{
    struct visits *at = map ? ARENA_ARRAY(r->arena, map->count, struct visits) : NULL;
    for (const struct node *step = at ? map->first : NULL; step; step = step->next->next) {
        int64_t times;
        if (step->next->kind == NODE_SCALAR && text_number(step->next->text, &times) && times <= MAX_RUN_STEPS)
            at[scenario->n_visits++] = (struct visits){step->text, times, step->span};
        else if (!step->next->broken)
            reader_value(r, step->next, TEXT("visits"), PHRASE_TIMES);
    }
    scenario->visits = at;
}

static void read_refused(struct reader *r, const struct node *list, struct scenario *scenario)
{
    struct expected_refusal *at = list ? ARENA_ARRAY(r->arena, list->count, struct expected_refusal) : NULL;
    scenario->expects_refused = list != NULL;
    for (const struct node *item = at ? list->first : NULL; item; item = item->next) {
        struct found found;
        if (item->kind != NODE_MAP) {
            if (!item->broken)
                reader_shape(r, item->span, TEXT("refused"), PHRASE_REFUSED_MAP);
            continue;
        }
        keys_read(r, item, PLACE_REFUSED, &found);
        at[scenario->n_refused++] = (struct expected_refusal){
            value_text(found.value[KEY_REFUSED_step]), value_texts(r, found.value[KEY_REFUSED_missing]), item->span};
    }
    scenario->refused = at;
}

static void read_expect(struct reader *r, const struct node *map, const struct days *days, struct scenario *scenario)
{
    struct found found;
    keys_read(r, map, PLACE_EXPECT, &found);
    const struct node *ends = found.value[KEY_EXPECT_ends], *elapsed = found.value[KEY_EXPECT_elapsed];
    scenario->expects_end = ends != NULL;
    scenario->ends = value_true(r, ends, KEY_EXPECT_ends);
    scenario->ends_span = ends ? ends->span : map->span;
    scenario->elapsed = value_duration(r, elapsed, KEY_EXPECT_elapsed, days);
    scenario->elapsed_text = value_text(elapsed);
    scenario->elapsed_span = elapsed ? elapsed->span : map->span;
    const struct node *documents = found.value[KEY_EXPECT_documents], *refused = found.value[KEY_EXPECT_refused];
    scenario->expects_documents = documents != NULL;
    scenario->documents_span = documents ? documents->span : map->span;
    scenario->refused_span = refused ? refused->span : map->span;
    scenario->documents = value_texts(r, found.value[KEY_EXPECT_documents]);
    read_visits(r, found.value[KEY_EXPECT_visits], scenario);
    read_refused(r, found.value[KEY_EXPECT_refused], scenario);
}

static void read_keys(struct reader *r, const struct node *root, const struct days *days, struct scenario *scenario)
{
    struct found found;
    keys_read(r, root, PLACE_SCENARIO, &found);
    const struct node *sop = found.value[KEY_SCENARIO_sop];
    const struct node *title = found.value[KEY_SCENARIO_scenario];
    scenario->title = value_text(title);
    scenario->title_span = title ? title->span : root->span;
    scenario->sop = value_text(sop);
    scenario->sop_span = sop ? sop->span : root->span;
    scenario->script = (struct script){
        .answers = read_tolds(r, found.value[KEY_SCENARIO_answers], KEY_SCENARIO_answers),
        .choices = read_tolds(r, found.value[KEY_SCENARIO_choose], KEY_SCENARIO_choose),
        .expires = read_tolds(r, found.value[KEY_SCENARIO_expire], KEY_SCENARIO_expire),
        .without = value_texts(r, found.value[KEY_SCENARIO_without]),
        .with = value_texts(r, found.value[KEY_SCENARIO_with]),
    };
    if (found.value[KEY_SCENARIO_expect])
        read_expect(r, found.value[KEY_SCENARIO_expect], days, scenario);
}

enum status read_scenario(const struct source_file *file, const struct days *days, struct scenario **scenario)
{
    struct reader r = {.file = file, .arena = file->arena};
    struct node *root;
    size_t before = file->findings->n;
    *scenario = NULL;
    enum status status = yaml_read(file, &root);
    if (status < 0)
        return status;
    if (file->findings->n == before && (!root || root->kind != NODE_MAP))
        reader_shape(&r, root ? root->span : (struct span){0, 0}, TEXT("scenario"), PHRASE_MAP);
    struct scenario *read = ARENA_NEW(file->arena, struct scenario);
    if (read && root && root->kind == NODE_MAP)
        read_keys(&r, root, days, read);
    if (file->arena->failed || file->findings->arena->failed)
        return STATUS_MEMORY;
    *scenario = file->findings->n == before ? read : NULL;
    return STATUS_OK;
}
