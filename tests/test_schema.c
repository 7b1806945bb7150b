/* The schemas: those under schemas/ are what the library makes of its tables now, and every key has a description
 * there. What they accept and refuse is tests/schema-ajv's. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "baku_sop.h"
#include "read/keys.h"

static const char *const names[] = {"sop", "region", "scenario", "legal", "holidays"};
enum { NAMES = sizeof names / sizeof *names };

static struct baku_answer ask(const char *name, enum baku_status wanted)
{
    struct baku *baku;
    struct baku_answer answer;
    assert_int_equal(baku_open(&(struct baku_options){.sops = "sops"}, &baku), BAKU_YES);
    assert_int_equal(baku_schema(baku, name, &answer), wanted);
    assert_non_null(answer.json);
    baku_close(baku);
    return answer;
}

static char *read_whole(const char *path)
{
    enum { MOST = 1 << 20 };
    FILE *file = fopen(path, "rb");
    char *bytes = malloc(MOST + 1);
    assert_non_null(file);
    assert_non_null(bytes);
    size_t len = fread(bytes, 1, MOST, file);
    assert_true(len < MOST);
    bytes[len] = '\0';
    fclose(file);
    return bytes;
}

static void files_are_what_is_made(void **state)
{
    (void)state;
    for (size_t i = 0; i < NAMES; i++) {
        char path[64];
        snprintf(path, sizeof path, "schemas/%s.schema.json", names[i]);
        struct baku_answer answer = ask(names[i], BAKU_YES);
        char *kept = read_whole(path);
        size_t len = strlen(answer.json);
        if (strncmp(kept, answer.json, len) != 0 || strcmp(kept + len, "\n") != 0)
            fail_msg("%s is not what `baku schema %s` prints: make schemas", path, names[i]);
        free(kept);
        baku_answer_release(&answer);
    }
}

/* The page of all findings, made by `make schemas` like the schemas. */
static void page_of_findings_is_what_is_made(void **state)
{
    struct baku *baku;
    struct baku_answer answer;
    (void)state;
    assert_int_equal(baku_open(&(struct baku_options){.lang = BAKU_ID}, &baku), BAKU_YES);
    assert_int_equal(baku_explain_page(baku, NULL, &answer), BAKU_YES);
    json_t *document = json_loads(answer.json, JSON_REJECT_DUPLICATES, NULL);
    char *kept = read_whole("schemas/findings.md");
    if (strcmp(kept, json_string_value(json_object_get(document, "text"))) != 0)
        fail_msg("schemas/findings.md is not what `baku explain --format md` prints: make schemas");
    free(kept);
    json_decref(document);
    baku_answer_release(&answer);
    baku_close(baku);
}

static void sop_is_meant_without_a_name(void **state)
{
    (void)state;
    struct baku_answer sop = ask("sop", BAKU_YES), none = ask(NULL, BAKU_YES);
    assert_string_equal(sop.json, none.json);
    baku_answer_release(&sop);
    baku_answer_release(&none);
}

static void unknown_name_gets_the_nearest(void **state)
{
    (void)state;
    struct baku_answer answer = ask("regoin", BAKU_UNKNOWN);
    assert_non_null(strstr(answer.json, "region"));
    baku_answer_release(&answer);
}

/* Is a property of that name with that description anywhere in the schema? */
static int describes(const json_t *json, const struct key_row *row)
{
    const char *name;
    json_t *value;
    const json_t *own = json_object_get(json_object_get(json, "properties"), row->name.at);
    const char *said = json_string_value(json_object_get(own, "description"));
    if (said && strcmp(said, row->meaning[LANG_ID]) == 0)
        return 1;
    json_object_foreach((json_t *)json, name, value) if (json_is_object(value) && describes(value, row)) return 1;
    return 0;
}

static void every_key_is_described(void **state)
{
    (void)state;
    json_t *schemas[NAMES];
    for (size_t i = 0; i < NAMES; i++) {
        struct baku_answer answer = ask(names[i], BAKU_YES);
        schemas[i] = json_loads(answer.json, JSON_REJECT_DUPLICATES, NULL);
        assert_non_null(schemas[i]);
        baku_answer_release(&answer);
    }
    for (int k = 0; k < KEY_COUNT; k++) {
        const struct key_row *row = key_row((enum key)k);
        int found = 0;
        for (size_t i = 0; i < NAMES; i++)
            found = found || describes(schemas[i], row);
        assert_true(strlen(row->meaning[LANG_ID]) > 0);
        if (!found)
            fail_msg("no schema describes the key `%s` of place %d", row->name.at, (int)row->place);
    }
    for (size_t i = 0; i < NAMES; i++)
        json_decref(schemas[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_are_what_is_made),      cmocka_unit_test(page_of_findings_is_what_is_made),
        cmocka_unit_test(sop_is_meant_without_a_name), cmocka_unit_test(unknown_name_gets_the_nearest),
        cmocka_unit_test(every_key_is_described),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
