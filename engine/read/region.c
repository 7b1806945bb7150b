#include "base/nearest.h"
#include "base/sort.h"
#include "read/document.h"
#include "read/parts.h"
#include "read/read.h"

static void read_zone(struct reader *r, const struct node *node, struct region *region)
{
    region->east = CALENDAR_NO_ZONE;
    if (!node)
        return;
    region->timezone = node->text;
    region->east = calendar_zone(node->text);
    if (region->east != CALENDAR_NO_ZONE)
        return;
    struct nearest nearest = reader_nearest(r, node->text);
#define ZONE(name, said, east) nearest_try(&nearest, TEXT(name));
#include "model/zones.def"
#undef ZONE
    struct finding *finding = reader_value(r, node, TEXT("timezone"), PHRASE_TIMEZONE);
    if (finding)
        finding->near = nearest.best;
}

static void read_day(struct reader *r, const struct node *node, struct region *region)
{
    if (value_is(node, WORD_DAY_kerja))
        region->days.sense = DAY_WORK;
    else if (value_is(node, WORD_DAY_kalender))
        region->days.sense = DAY_WALL;
    else if (node)
        reader_value(r, node, TEXT("day"), PHRASE_DAY);
}

/* A period while its region is read. */
struct stated_period {
    struct period period;
    const struct node *from;
};

/* False where it has no first or last day, or they are the wrong way round. */
static bool read_period(struct reader *r, const struct node *map, struct stated_period *stated)
{
    struct found found;
    keys_read(r, map, PLACE_PERIOD, &found);
    const struct node *from = found.value[KEY_PERIOD_from], *to = found.value[KEY_PERIOD_to];
    struct period period = {
        .from = value_date(r, from, KEY_PERIOD_from),
        .to = value_date(r, to, KEY_PERIOD_to),
        .week = part_work_week(r, found.value[KEY_PERIOD_work_week]),
    };
    *stated = (struct stated_period){period, from};
    if (period.from == CALENDAR_NO_DATE || period.to == CALENDAR_NO_DATE)
        return false;
    if (period.from > period.to)
        reader_value(r, to, TEXT("to"), PHRASE_PERIOD);
    return period.from <= period.to;
}

static int by_first_day(const void *left, const void *right)
{
    const struct stated_period *a = left, *b = right;
    return a->period.from < b->period.from ? -1 : a->period.from > b->period.from;
}

/* Puts the periods in their order; one that begins before another is over is reported. */
static void set_periods(struct reader *r, struct stated_period *stated, size_t n, struct region *region)
{
    struct period *at = ARENA_ARRAY(r->arena, n, struct period);
    size_t last = 0; /* the one that goes on longest so far */
    if (!at || !sort_stable(stated, n, sizeof *stated, by_first_day, r->arena))
        return;
    for (size_t i = 0; i < n; i++) {
        at[i] = stated[i].period;
        if (i && at[i].from <= at[last].to) {
            struct finding *finding = reader_value(r, stated[i].from, TEXT("from"), PHRASE_PERIOD_APART);
            if (finding) {
                finding->first = stated[last].from->span;
                finding->note = PHRASE_NOTE_OVERLAPS;
            }
        }
        last = at[i].to > at[last].to ? i : last;
    }
    region->periods = at;
    region->n_periods = n;
}

static void read_periods(struct reader *r, const struct node *list, struct region *region)
{
    struct stated_period *at = list ? ARENA_ARRAY(r->arena, list->count, struct stated_period) : NULL;
    size_t n = 0;
    for (const struct node *item = at ? list->first : NULL; item; item = item->next) {
        if (item->kind == NODE_MAP)
            n += read_period(r, item, &at[n]);
        else if (!item->broken)
            reader_shape(r, item->span, TEXT("periods"), PHRASE_PERIOD_MAP);
    }
    if (at)
        set_periods(r, at, n, region);
}

static void read_actors(struct reader *r, const struct node *map, struct region *region)
{
    if (map && map->count > MAX_ACTORS) {
        reader_limit(r, map->span, LIMIT_ACTORS);
        return;
    }
    struct actor *at = map ? ARENA_ARRAY(r->arena, map->count, struct actor) : NULL;
    for (const struct node *key = at ? map->first : NULL; key; key = key->next->next) {
        r->at = value_place(r, TEXT("actors"), key->text);
        if (key->broken || !value_is_key(r, key, TEXT("actors")))
            continue;
        at[region->n_actors] = part_actor(r, key, key->next);
        if (map_add(&region->actor_by_key, r->arena, key->text, (uint32_t)region->n_actors) == MAP_ADDED)
            region->n_actors++;
    }
    region->actors = at;
    r->at = (struct text){0};
}

static void read_keys(struct reader *r, const struct node *root, struct region *region)
{
    struct found found;
    keys_read(r, root, PLACE_REGION, &found);
    region->unreadable = (!found.value[KEY_REGION_actors] && keys_has(root, KEY_REGION_actors)) ||
                         (!found.value[KEY_REGION_documents] && keys_has(root, KEY_REGION_documents));
    region->name = value_text(found.value[KEY_REGION_name]);
    region->agency = value_text(found.value[KEY_REGION_agency]);
    read_zone(r, found.value[KEY_REGION_timezone], region);
    region->days.week = part_work_week(r, found.value[KEY_REGION_work_week]);
    read_day(r, found.value[KEY_REGION_day], region);
    read_periods(r, found.value[KEY_REGION_periods], region);
    region->holidays = value_texts(r, found.value[KEY_REGION_holidays]);
    region->holiday_spans = value_spans(r, found.value[KEY_REGION_holidays]);
    read_actors(r, found.value[KEY_REGION_actors], region);
    struct document *documents =
        documents_read(r, found.value[KEY_REGION_documents], &region->document_by_key, &region->n_documents);
    for (size_t i = 0; i < region->n_documents; i++)
        documents[i].regional = true;
    region->documents = documents;
    region->identity = part_identity(r, root, found.value[KEY_REGION_identity], NULL);
    region->start = value_span(root->first ? root->first : root);
    region->waivers = part_waivers(r, found.value[KEY_REGION_accepted], true);
}

enum status read_region(const struct source_file *file, struct text key, struct region **region)
{
    struct reader r = {.file = file, .arena = file->arena};
    struct node *root;
    *region = ARENA_NEW(file->arena, struct region);
    if (!*region)
        return STATUS_MEMORY;
    (*region)->key = key;
    (*region)->east = CALENDAR_NO_ZONE;
    (*region)->identity = part_no_identity();
    size_t before = file->findings->n;
    enum status status = yaml_read(file, &root);
    if (status < 0)
        return status;
    (*region)->unreadable = !root && file->findings->n > before;
    bool is_empty = root && root->kind == NODE_SCALAR && root->text.len == 0;
    if (root && root->kind == NODE_MAP)
        read_keys(&r, root, *region);
    else if (root && !is_empty)
        reader_shape(&r, root->span, TEXT("region.yaml"), PHRASE_MAP);
    return file->arena->failed || file->findings->arena->failed ? STATUS_MEMORY : STATUS_OK;
}
