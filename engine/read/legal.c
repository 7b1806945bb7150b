#include "read/read.h"
#include "read/values.h"

/* A number that people count by: from 1 on. */
static uint32_t read_count(struct reader *r, const struct node *node, enum key key)
{
    int64_t number;
    if (!node)
        return 0;
    if (text_number(node->text, &number) && number >= 1 && number <= LEGAL_MOST_NUMBER)
        return (uint32_t)number;
    reader_value(r, node, key_name(key), PHRASE_REVISION);
    return 0;
}

/* False where a fact that it needs is missing or cannot be read. */
static bool read_instrument(struct reader *r, const struct node *map, struct instrument *instrument)
{
    struct found found;
    keys_read(r, map, PLACE_INSTRUMENT, &found);
    *instrument = (struct instrument){
        .kind = value_text(found.value[KEY_INSTRUMENT_instrument]),
        .number = read_count(r, found.value[KEY_INSTRUMENT_number], KEY_INSTRUMENT_number),
        .year = value_year(r, found.value[KEY_INSTRUMENT_year], KEY_INSTRUMENT_year),
        .subject = value_text(found.value[KEY_INSTRUMENT_subject]),
        .replaced_by = value_text(found.value[KEY_INSTRUMENT_replaced_by]),
        .since = value_date(r, found.value[KEY_INSTRUMENT_since], KEY_INSTRUMENT_since),
        .source = value_text(found.value[KEY_INSTRUMENT_source]),
    };
    return instrument->kind.len && instrument->number && instrument->year && instrument->subject.len;
}

static struct instrument *read_instruments(struct reader *r, const struct node *list, struct legal *legal)
{
    struct instrument *at = list ? ARENA_ARRAY(r->arena, list->count, struct instrument) : NULL;
    for (const struct node *item = at ? list->first : NULL; item; item = item->next) {
        if (item->kind == NODE_MAP)
            legal->n += read_instrument(r, item, &at[legal->n]);
        else if (!item->broken)
            reader_shape(r, item->span, TEXT("instruments"), PHRASE_INSTRUMENT);
    }
    legal->at = at;
    return at;
}

static bool is_texts(const struct node *node)
{
    if (node->kind == NODE_MAP)
        return false;
    for (const struct node *item = value_first(node); item; item = node->kind == NODE_LIST ? item->next : NULL)
        if (item->kind != NODE_SCALAR || item->text.len == 0)
            return false;
    return true;
}

/* The kinds of `aliases`, with room for those that instruments name besides. */
static struct legal_kind *read_aliases(struct reader *r, const struct node *map, struct legal *legal)
{
    size_t count = map ? map->count : 0;
    struct legal_kind *kinds = ARENA_ARRAY(r->arena, count + legal->n, struct legal_kind);
    for (const struct node *key = kinds && map ? map->first : NULL; key; key = key->next->next) {
        if (key->broken || key->next->broken)
            continue;
        if (is_texts(key->next))
            kinds[legal->n_kinds++] = (struct legal_kind){key->text, value_texts(r, key->next)};
        else
            reader_shape(r, key->next->span, key->text, PHRASE_TEXTS);
    }
    legal->kinds = kinds;
    return kinds;
}

/* Gives each instrument its kind. */
static void sort_instruments(struct legal *legal, struct instrument *at, struct legal_kind *kinds)
{
    for (size_t i = 0; at && kinds && i < legal->n; i++) {
        at[i].sort = legal_kind_of(legal, at[i].kind);
        if (at[i].sort)
            continue;
        kinds[legal->n_kinds] = (struct legal_kind){at[i].kind, {0}};
        at[i].sort = &kinds[legal->n_kinds++];
    }
}

static void read_keys(struct reader *r, const struct node *root, struct legal *legal)
{
    struct found found;
    keys_read(r, root, PLACE_LEGAL, &found);
    struct instrument *at = read_instruments(r, found.value[KEY_LEGAL_instruments], legal);
    sort_instruments(legal, at, read_aliases(r, found.value[KEY_LEGAL_aliases], legal));
}

enum status read_legal(const struct source_file *file, struct legal *legal)
{
    struct reader r = {.file = file, .arena = file->arena};
    struct node *root;
    *legal = (struct legal){0};
    enum status status = yaml_read(file, &root);
    if (status < 0)
        return status;
    if (root && root->kind == NODE_MAP)
        read_keys(&r, root, legal);
    else if (root && (root->kind != NODE_SCALAR || root->text.len))
        reader_shape(&r, root->span, TEXT("legal.yaml"), PHRASE_MAP);
    return file->arena->failed || file->findings->arena->failed ? STATUS_MEMORY : STATUS_OK;
}
