/* Files of holidays: the days of one year on which nobody works, and the decree that says so.
 *
 *     year: 2026
 *     decree: SKB Menteri Agama Nomor 1497 Tahun 2025, …
 *     source: where the list was read
 *     holidays:       # hari libur nasional
 *       - {date: 2026-01-01, name: Tahun Baru 2026 Masehi}
 *     joint_leave:    # cuti bersama
 *       - {date: 2026-02-16, name: Tahun Baru Imlek 2577 Kongzili}
 *
 * Dates rise, so that one that is written twice or in the wrong place is seen; one of another year belongs to that
 * year's file. */
#include "read/read.h"
#include "read/values.h"

/* A list while it is read, with the nodes of its dates. */
struct dated {
    struct holiday *at;
    const struct node **dates;
    size_t n;
    bool rises;
};

/* A finding about a date, with the other one that it is at odds with. */
static void report_date(struct reader *r, const struct node *node, enum phrase want, const struct node *other)
{
    struct finding *finding = reader_value(r, node, TEXT("date"), want);
    if (finding) {
        finding->first = other->span;
        finding->note = want == PHRASE_HOLIDAY_ORDER ? PHRASE_NOTE_DATE_ABOVE : PHRASE_NOTE_DATE_HERE;
    }
}

static void add_date(struct reader *r, struct dated *list, const struct found *found, uint32_t year)
{
    const struct node *node = found->value[KEY_HOLIDAY_date];
    calendar_date date = value_date(r, node, KEY_HOLIDAY_date);
    if (date == CALENDAR_NO_DATE)
        return;
    if (year && calendar_parts_of(date).year != (int32_t)year) {
        reader_value(r, node, TEXT("date"), PHRASE_HOLIDAY_YEAR);
        return;
    }
    bool rises = list->n == 0 || date > list->at[list->n - 1].date;
    if (!rises)
        report_date(r, node, PHRASE_HOLIDAY_ORDER, list->dates[list->n - 1]);
    list->rises = list->rises && rises;
    list->dates[list->n] = node;
    list->at[list->n++] = (struct holiday){date, value_text(found->value[KEY_HOLIDAY_name])};
}

static struct dated read_list(struct reader *r, const struct node *node, enum key key, uint32_t year)
{
    size_t count = node ? node->count : 0;
    struct dated list = {.at = ARENA_ARRAY(r->arena, count, struct holiday),
                         .dates = ARENA_ARRAY(r->arena, count, const struct node *),
                         .rises = true};
    for (const struct node *item = list.at && list.dates && node ? node->first : NULL; item; item = item->next) {
        struct found found;
        if (item->broken)
            continue;
        if (item->kind != NODE_MAP) {
            reader_shape(r, item->span, key_name(key), PHRASE_HOLIDAY_MAP);
            continue;
        }
        keys_read(r, item, PLACE_HOLIDAY, &found);
        add_date(r, &list, &found, year);
    }
    return list;
}

/* No day is both a holiday and one of joint leave. */
static void compare_lists(struct reader *r, const struct dated *days, const struct dated *joint)
{
    size_t d = 0;
    for (size_t j = 0; days->rises && joint->rises && j < joint->n; j++) {
        while (d < days->n && days->at[d].date < joint->at[j].date)
            d++;
        if (d < days->n && days->at[d].date == joint->at[j].date)
            report_date(r, joint->dates[j], PHRASE_HOLIDAY_ONCE, days->dates[d]);
    }
}

static struct text read_decree(struct reader *r, const struct node *node)
{
    for (size_t i = 0; node && i < node->text.len; i++)
        if (node->text.at[i] >= '0' && node->text.at[i] <= '9')
            return node->text;
    if (node)
        reader_value(r, node, TEXT("decree"), PHRASE_DECREE);
    return (struct text){0};
}

static void read_keys(struct reader *r, const struct node *root, struct holidays *holidays)
{
    struct found found;
    keys_read(r, root, PLACE_HOLIDAYS, &found);
    const struct node *days = found.value[KEY_HOLIDAYS_holidays];
    holidays->year = value_year(r, found.value[KEY_HOLIDAYS_year], KEY_HOLIDAYS_year);
    holidays->decree = read_decree(r, found.value[KEY_HOLIDAYS_decree]);
    holidays->source = value_text(found.value[KEY_HOLIDAYS_source]);
    if (days && days->count == 0)
        reader_shape(r, days->span, key_name(KEY_HOLIDAYS_holidays), PHRASE_LIST_FILLED);
    struct dated national = read_list(r, days, KEY_HOLIDAYS_holidays, holidays->year);
    struct dated joint = read_list(r, found.value[KEY_HOLIDAYS_joint_leave], KEY_HOLIDAYS_joint_leave, holidays->year);
    compare_lists(r, &national, &joint);
    holidays->days = (struct holiday_list){national.at, national.n};
    holidays->joint = (struct holiday_list){joint.at, joint.n};
}

enum status read_holidays(const struct source_file *file, struct holidays *holidays)
{
    struct reader r = {.file = file, .arena = file->arena};
    struct node *root, nothing = {.kind = NODE_MAP}; /* an empty file lacks what every such file has */
    size_t before = file->findings->n;
    *holidays = (struct holidays){0};
    enum status status = yaml_read(file, &root);
    if (status < 0)
        return status;
    bool is_fine = file->findings->n == before;
    if (is_fine && (!root || (root->kind == NODE_SCALAR && root->text.len == 0)))
        root = &nothing;
    if (root && root->kind == NODE_MAP)
        read_keys(&r, root, holidays);
    else if (is_fine)
        reader_shape(&r, root->span, TEXT("holidays-….yaml"), PHRASE_HOLIDAYS_FILE);
    return file->arena->failed || file->findings->arena->failed ? STATUS_MEMORY : STATUS_OK;
}

/* --- as a region names them --- */

static void unknown_file(struct reader *r, const struct node *name, struct texts known)
{
    struct nearest nearest = reader_nearest(r, name->text);
    for (size_t i = 0; i < known.n; i++)
        nearest_try(&nearest, known.at[i]);
    struct finding *finding = reader_value(r, name, TEXT("holidays"), PHRASE_HOLIDAY_FILE);
    if (finding)
        finding->near = nearest.best;
}

static bool is_known(struct text name, struct texts known)
{
    for (size_t i = 0; i < known.n; i++)
        if (text_eq(name, known.at[i]))
            return true;
    return false;
}

enum status read_holiday_names(const struct source_file *file, const struct region *region, struct texts known)
{
    struct reader r = {.file = file, .arena = file->arena};
    struct map seen = {0};
    for (size_t i = 0; i < region->holidays.n; i++) {
        struct node name = {.span = region->holiday_spans[i], .text = region->holidays.at[i]};
        if (map_add(&seen, file->arena, name.text, 0) == MAP_PRESENT)
            reader_value(&r, &name, TEXT("holidays"), PHRASE_DISTINCT);
        else if (!is_known(name.text, known))
            unknown_file(&r, &name, known);
    }
    return file->arena->failed || file->findings->arena->failed ? STATUS_MEMORY : STATUS_OK;
}
