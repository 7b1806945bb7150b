#include "read/keys.h"

#include "base/must.h"
#include "base/nearest.h"

enum { FREE, NEEDED };

static const struct key_row rows[] = {
#define KEY(place, key, shape, kind, needed, id, en)                                                                   \
    {PLACE_##place, {#key, sizeof #key - 1}, SHAPE_##shape, KIND_##kind, needed, {id, en}},
#include "read/keys.def"
#undef KEY
};

/* The first row of a place, by halves: the rows of a place stand together, places in the order of their enum. */
static size_t first_row(enum key_place place)
{
    size_t low = 0, high = KEY_COUNT;
    while (low < high) {
        size_t mid = (low + high) / 2;
        if (rows[mid].place < place)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

#define EACH_ROW(place_, i) (size_t i = first_row(place_); i < KEY_COUNT && rows[i].place == (place_); i++)

enum phrase key_place_phrase(enum key_place place)
{
    static const enum phrase phrases[] = {
#define PLACE(name, called) PHRASE_PLACE_##name,
#include "read/places.def"
#undef PLACE
    };
    return phrases[place];
}

const struct key_row *key_row(enum key key) { return &rows[key]; }

struct text key_name(enum key key) { return rows[key].name; }

struct finding *reader_report(struct reader *r, enum finding_code code, struct span span)
{
    struct finding finding = {.code = code, .file = r->file->number, .span = span, .sop = r->sop, .at = r->at};
    return findings_add(r->file->findings, finding);
}

void reader_shape(struct reader *r, struct span span, struct text name, enum phrase want)
{
    struct finding *finding = reader_report(r, FINDING_B008, span);
    if (finding) {
        finding->name = name;
        finding->want = want;
    }
}

static struct text shown(const struct node *node)
{
    switch (node->kind) {
    case NODE_SCALAR:
        return node->text;
    case NODE_LIST:
        return TEXT("[…]");
    case NODE_MAP:
        return TEXT("{…}");
    }
    must(!"a kind of node that is not shown");
}

struct finding *reader_value(struct reader *r, const struct node *node, struct text name, enum phrase want)
{
    struct finding *finding = reader_report(r, FINDING_B009, node->span);
    if (finding) {
        finding->name = name;
        finding->value = shown(node);
        finding->want = want;
    }
    return finding;
}

struct nearest reader_nearest(struct reader *r, struct text wanted)
{
    enum { MOST = 100 };
    return r->nears++ < MOST ? nearest_to(wanted) : nearest_to((struct text){0});
}

void reader_limit(struct reader *r, struct span span, enum limit limit)
{
    struct finding *finding = reader_report(r, FINDING_B003, span);
    if (finding) {
        finding->is_limit = true;
        finding->limit = limit;
    }
}

static bool is_texts(const struct node *node)
{
    if (node->kind == NODE_MAP)
        return false;
    for (const struct node *item = node->first; item; item = item->next)
        if (item->kind != NODE_SCALAR)
            return false;
    return true;
}

static bool fits(const struct node *node, enum key_shape shape)
{
    switch (shape) {
    case SHAPE_SCALAR:
        return node->kind == NODE_SCALAR;
    case SHAPE_LIST:
        return node->kind == NODE_LIST;
    case SHAPE_MAP:
        return node->kind == NODE_MAP;
    case SHAPE_TEXTS:
    case SHAPE_SCALAR_OR_LIST:
        return is_texts(node);
    case SHAPE_SCALAR_OR_MAP:
        return node->kind != NODE_LIST;
    case SHAPE_LIST_OR_MAP:
        return node->kind != NODE_SCALAR;
    }
    must(!"a shape without a test");
}

static enum phrase wanted(const struct key_row *row)
{
    switch (row->shape) {
    case SHAPE_SCALAR:
        return PHRASE_SCALAR;
    case SHAPE_LIST:
        return PHRASE_LIST;
    case SHAPE_MAP:
        return PHRASE_MAP;
    case SHAPE_TEXTS:
        return PHRASE_TEXTS;
    case SHAPE_SCALAR_OR_MAP:
        return PHRASE_TIDAK;
    case SHAPE_LIST_OR_MAP:
        return PHRASE_ACTORS;
    case SHAPE_SCALAR_OR_LIST:
        return PHRASE_CALLEES;
    }
    must(!"a shape without a phrase");
}

struct text reader_list(struct reader *r, const struct text *names, size_t n)
{
    struct buf list = BUF_INIT;
    for (size_t i = 0; i < n && i < READER_LISTED; i++) {
        buf_string(&list, i ? ", `" : "`");
        buf_text(&list, names[i]);
        buf_byte(&list, '`');
    }
    if (n > READER_LISTED)
        buf_string(&list, ", …");
    struct text text = {list.failed ? NULL : arena_copy(r->arena, list.at, list.len), list.len};
    if (!text.at)
        r->arena->failed = true;
    buf_release(&list);
    return text.at ? text : (struct text){0};
}

/* Every key of a place, for the way out of B006. */
static struct text known_keys(struct reader *r, enum key_place place)
{
    struct text names[KEY_COUNT];
    size_t n = 0;
    for
        EACH_ROW (place, i)
            names[n++] = rows[i].name;
    return reader_list(r, names, n);
}

/* The row that a mistyped key is nearest to, or NULL. */
static const struct key_row *meant_row(enum key_place place, struct text name)
{
    const struct key_row *meant = NULL;
    struct nearest nearest = nearest_to(name);
    for
        EACH_ROW (place, i) {
            size_t before = nearest.distance;
            nearest_try(&nearest, rows[i].name);
            if (nearest.distance < before)
                meant = &rows[i];
        }
    return meant;
}

static void unknown_key(struct reader *r, const struct node *key, enum key_place place, const struct key_row *meant)
{
    struct finding *finding = reader_report(r, FINDING_B006, key->span);
    if (!finding)
        return;
    finding->name = key->text;
    finding->near = meant ? meant->name : (struct text){0};
    finding->want = key_place_phrase(place);
    finding->other = known_keys(r, place);
}

static void missing_key(struct reader *r, const struct node *map, enum key key)
{
    struct node *first = map->first;
    struct span span = first ? first->span : map->span;
    struct finding *finding = reader_report(r, FINDING_B007, span);
    if (finding) {
        finding->name = rows[key].name;
        finding->want = key_place_phrase(rows[key].place);
    }
}

/* By halves, too: the rows of a place are sorted by their names. */
static const struct key_row *find_row(enum key_place place, struct text name)
{
    size_t low = 0, high = KEY_COUNT;
    while (low < high) {
        size_t mid = (low + high) / 2;
        int order = rows[mid].place == place ? text_cmp(rows[mid].name, name) : rows[mid].place < place ? -1 : 1;
        if (order == 0)
            return &rows[mid];
        if (order < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return NULL;
}

bool keys_has(const struct node *map, enum key key)
{
    for (const struct node *at = map->first; at; at = at->next->next) {
        bool known = find_row(rows[key].place, at->text) != NULL;
        if (text_eq(at->text, rows[key].name) || (!known && meant_row(rows[key].place, at->text) == &rows[key]))
            return true;
    }
    return false;
}

struct span keys_span(const struct node *map, enum key key)
{
    for (const struct node *at = map->first; at; at = at->next->next)
        if (text_eq(at->text, rows[key].name))
            return at->span;
    return (struct span){0};
}

static void take(struct reader *r, const struct node *value, const struct key_row *row, struct found *found)
{
    bool empty = value->kind == NODE_SCALAR && value->text.len == 0;
    if (value->broken)
        return;
    if (!fits(value, row->shape) && !(empty && row->shape != SHAPE_SCALAR))
        reader_shape(r, value->span, row->name, wanted(row));
    else if (empty)
        reader_value(r, value, row->name, PHRASE_VALUE);
    else
        found->value[row - rows] = value;
}

void keys_read(struct reader *r, const struct node *map, enum key_place place, struct found *found)
{
    bool present[KEY_COUNT];
    for
        EACH_ROW (place, i) {
            found->value[i] = NULL;
            present[i] = false;
        }
    for (const struct node *key = map->first; key; key = key->next->next) {
        if (key->broken)
            continue;
        const struct key_row *row = find_row(place, key->text);
        /* One slip is one finding: a required key that was mistyped is not missing as well. */
        const struct key_row *meant = row ? row : meant_row(place, key->text);
        if (meant)
            present[meant - rows] = true;
        if (row)
            take(r, key->next, row, found);
        else
            unknown_key(r, key, place, meant);
    }
    for
        EACH_ROW (place, i)
            if (rows[i].needed && !present[i])
                missing_key(r, map, (enum key)i);
}
