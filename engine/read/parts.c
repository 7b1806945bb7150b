#include "read/parts.h"

#include "base/nearest.h"
#include "model/pattern.h"

/* --- actors --- */

struct actor part_actor(struct reader *r, const struct node *key, const struct node *value)
{
    struct actor actor = {.key = key->text, .title = value->text, .span = key->span};
    if (value->broken)
        return actor;
    if (value->kind == NODE_MAP) {
        struct found found;
        keys_read(r, value, PLACE_ACTOR, &found);
        actor.title = value_text(found.value[KEY_ACTOR_title]);
        actor.applicant = value_true(r, found.value[KEY_ACTOR_applicant], KEY_ACTOR_applicant);
    } else if (value->kind == NODE_LIST) {
        reader_shape(r, value->span, key->text, PHRASE_ACTOR_ITEM);
    } else if (value->text.len == 0) {
        reader_value(r, value, key->text, PHRASE_VALUE);
    }
    return actor;
}

/* --- the title page --- */

static struct approval read_approval(struct reader *r, const struct node *map)
{
    struct found found;
    keys_read(r, map, PLACE_APPROVED_BY, &found);
    return (struct approval){
        .position = value_text(found.value[KEY_APPROVED_BY_position]),
        .name = value_text(found.value[KEY_APPROVED_BY_name]),
        .nip = value_text(found.value[KEY_APPROVED_BY_nip]),
        .nip_span = value_span(found.value[KEY_APPROVED_BY_nip]),
    };
}

static void read_worksheet(struct reader *r, const struct node *map, struct identity *identity)
{
    struct found found;
    keys_read(r, map, PLACE_WORKSHEET, &found);
    identity->langkah_awal = value_texts(r, found.value[KEY_WORKSHEET_langkah_awal]);
    identity->langkah_utama = value_texts(r, found.value[KEY_WORKSHEET_langkah_utama]);
    identity->langkah_akhir = value_texts(r, found.value[KEY_WORKSHEET_langkah_akhir]);
}

static void read_lists(struct reader *r, const struct found *found, struct identity *identity)
{
    const struct {
        enum key key;
        struct texts *into;
    } lists[] = {
        {KEY_IDENTITY_legal_basis, &identity->legal_basis}, {KEY_IDENTITY_qualifications, &identity->qualifications},
        {KEY_IDENTITY_related, &identity->related},         {KEY_IDENTITY_equipment, &identity->equipment},
        {KEY_IDENTITY_warnings, &identity->warnings},       {KEY_IDENTITY_records, &identity->records},
    };
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        if (found->value[lists[i].key])
            *lists[i].into = value_texts(r, found->value[lists[i].key]);
}

static void read_dates(struct reader *r, const struct found *found, struct identity *identity)
{
    const struct {
        enum key key;
        calendar_date *into;
    } dates[] = {
        {KEY_IDENTITY_created, &identity->created},
        {KEY_IDENTITY_revised, &identity->revised},
        {KEY_IDENTITY_effective, &identity->effective},
    };
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++)
        if (found->value[dates[i].key])
            *dates[i].into = value_date(r, found->value[dates[i].key], dates[i].key);
}

/* Where each field stands that is written here. */
static void read_places(struct reader *r, const struct found *found, struct identity *identity)
{
    static const enum key keys[TITLE_FIELDS] = {
#define TITLE_FIELD(key, printed) KEY_IDENTITY_##key,
#include "model/title_fields.def"
#undef TITLE_FIELD
    };
    for (size_t i = 0; i < TITLE_FIELDS; i++)
        if (found->value[keys[i]])
            identity->stated[i] = (struct stated){found->value[keys[i]]->span, false};
    if (found->value[KEY_IDENTITY_legal_basis])
        identity->legal_basis_spans = value_spans(r, found->value[KEY_IDENTITY_legal_basis]);
    if (found->value[KEY_IDENTITY_related])
        identity->related_spans = value_spans(r, found->value[KEY_IDENTITY_related]);
}

struct identity part_no_identity(void)
{
    return (struct identity){.created = CALENDAR_NO_DATE, .revised = CALENDAR_NO_DATE, .effective = CALENDAR_NO_DATE};
}

static struct identity from_region(const struct identity *defaults)
{
    struct identity identity = *defaults;
    identity.span = (struct span){0};
    for (size_t i = 0; i < TITLE_FIELDS; i++)
        identity.stated[i].regional = identity.stated[i].span.end > 0;
    return identity;
}

static void read_status(struct reader *r, const struct node *node, struct identity *identity)
{
    if (!node)
        return;
    identity->draft = value_is(node, WORD_STATUS_draft);
    if (!identity->draft)
        reader_value(r, node, TEXT("status"), PHRASE_STATUS);
}

struct identity part_identity(struct reader *r, const struct node *root, const struct node *node,
                              const struct identity *defaults)
{
    struct identity identity = defaults ? from_region(defaults) : part_no_identity();
    struct found found;
    if (!node)
        return identity;
    struct text outer = r->at;
    r->at = TEXT("identity");
    identity.span = keys_span(root, KEY_SOP_identity);
    keys_read(r, node, PLACE_IDENTITY, &found);
    if (found.value[KEY_IDENTITY_number])
        identity.number = found.value[KEY_IDENTITY_number]->text;
    if (found.value[KEY_IDENTITY_approved_by])
        identity.approved_by = read_approval(r, found.value[KEY_IDENTITY_approved_by]);
    if (found.value[KEY_IDENTITY_worksheet])
        read_worksheet(r, found.value[KEY_IDENTITY_worksheet], &identity);
    read_status(r, found.value[KEY_IDENTITY_status], &identity);
    read_dates(r, &found, &identity);
    read_lists(r, &found, &identity);
    read_places(r, &found, &identity);
    r->at = outer;
    return identity;
}

/* --- waivers --- */

static int read_code(struct reader *r, const struct node *node)
{
    int code = finding_code_find(node->text);
    if (code >= 0)
        return code;
    struct nearest nearest = reader_nearest(r, node->text);
    for (int i = 0; i < FINDING_COUNT; i++)
        nearest_try(&nearest, text_of(finding_row((enum finding_code)i)->code));
    struct finding *finding = reader_value(r, node, TEXT("finding"), PHRASE_CODE);
    if (finding)
        finding->near = nearest.best;
    return -1;
}

struct finding *part_report_waiver(struct reader *r, const struct waiver *waiver, enum phrase problem)
{
    struct text outer = r->at;
    r->at = waiver->at;
    struct finding *finding = reader_report(r, FINDING_B108, waiver->span);
    r->at = outer;
    if (finding) {
        finding->name = text_of(finding_row(waiver->code)->code);
        finding->value = waiver->at;
        finding->want = problem;
        finding->way = problem == PHRASE_WAIVER_PLACE ? PHRASE_WAY_WAIVER_PLACE : PHRASE_WAY_WAIVER_DELETE;
    }
    return finding;
}

struct waivers part_waivers(struct reader *r, const struct node *list, bool regional)
{
    struct waiver *at = list ? ARENA_ARRAY(r->arena, list->count, struct waiver) : NULL;
    size_t n = 0;
    for (const struct node *item = at ? list->first : NULL; item; item = item->next) {
        struct found found;
        if (item->broken)
            continue;
        if (item->kind != NODE_MAP) {
            reader_shape(r, item->span, TEXT("accepted"), PHRASE_WAIVER);
            continue;
        }
        keys_read(r, item, PLACE_ACCEPTED, &found);
        const struct node *code = found.value[KEY_ACCEPTED_finding], *place = found.value[KEY_ACCEPTED_at];
        int number = code ? read_code(r, code) : -1;
        if (number >= 0 && place && found.value[KEY_ACCEPTED_reason])
            at[n++] = (struct waiver){.code = (enum finding_code)number,
                                      .at = place->text,
                                      .reason = found.value[KEY_ACCEPTED_reason]->text,
                                      .span = place->span,
                                      .regional = regional};
        if (regional && number >= 0 && n && !finding_row((enum finding_code)number)->acceptable)
            part_report_waiver(r, &at[n - 1], PHRASE_WAIVER_CODE);
    }
    return (struct waivers){at, n};
}

/* --- working weeks --- */

static struct day_hours read_day(struct reader *r, const struct node *day, const struct node *value)
{
    if (value->kind == NODE_MAP) {
        reader_shape(r, value->span, day->text, PHRASE_HOURS);
        return (struct day_hours){0};
    }
    size_t count = value_count(value);
    struct hours *at = ARENA_ARRAY(r->arena, count, struct hours);
    uint32_t n = 0;
    const struct node *item = value_first(value);
    for (size_t i = 0; at && i < count; i++, item = item->next) {
        bool fits = item->kind == NODE_SCALAR && calendar_read_hours(item->text, &at[n]) &&
                    (n == 0 || at[n].from >= at[n - 1].to);
        if (fits)
            n++;
        else if (!item->broken)
            reader_value(r, item, day->text, PHRASE_HOURS);
    }
    return (struct day_hours){at, n};
}

static void unknown_day(struct reader *r, const struct node *key)
{
    struct finding *finding = reader_report(r, FINDING_B006, key->span);
    struct nearest nearest = reader_nearest(r, key->text);
    for (int i = 0; i < WEEKDAYS; i++)
        nearest_try(&nearest, text_of(calendar_weekdays[i]));
    if (finding) {
        finding->name = key->text;
        finding->near = nearest.best;
        finding->want = PHRASE_PLACE_WORK_WEEK;
        finding->other = TEXT("senin, selasa, rabu, kamis, jumat, sabtu, minggu");
    }
}

struct work_week part_work_week(struct reader *r, const struct node *map)
{
    struct work_week week = {.stated = map != NULL};
    for (const struct node *key = map ? map->first : NULL; key; key = key->next->next) {
        int day = calendar_weekday(key->text);
        if (key->broken || key->next->broken)
            continue;
        if (day < 0)
            unknown_day(r, key);
        else
            week.day[day] = read_day(r, key, key->next);
    }
    return week;
}
