/* One handle, many calls: what a call could not read leaves nothing behind for the next.
 *
 * A folder that stands where a file should be cannot be read, whoever asks. Once the file is there, the same handle
 * answers like a fresh one. */
#define _XOPEN_SOURCE 700
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "baku_run.h"
#include "baku_sop.h"

static char root[] = "/tmp/baku-handle-XXXXXX";

static const char caller[] =
    "title: Induk\nsteps: [{step: satu, actor: petugas, call: anak}]\naccepted: [{finding: B305, at: x, reason: y}]\n";
static const char callee[] = "title: Anak\nsteps: [{step: satu, actor: petugas}]\n";
static const char region[] = "actors: {petugas: Petugas}\n";

static const char *path_of(const char *name)
{
    static char path[128];
    snprintf(path, sizeof path, "%s/%s", root, name);
    return path;
}

static void write_file(const char *name, const char *text)
{
    FILE *file = fopen(path_of(name), "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static struct baku *open_handle(void)
{
    struct baku *baku;
    assert_int_equal(baku_open(&(struct baku_options){.sops = root, .lang = BAKU_EN}, &baku), BAKU_YES);
    return baku;
}

typedef enum baku_status call(struct baku *baku, struct baku_answer *answer);

static enum baku_status check(struct baku *baku, struct baku_answer *answer)
{
    return baku_check(baku, NULL, 0, NULL, answer);
}

static enum baku_status run(struct baku *baku, struct baku_answer *answer)
{
    return baku_run(baku, "wilayah/induk", NULL, answer);
}

static void expect_failed(struct baku *baku, call *ask)
{
    struct baku_answer answer;
    assert_int_equal(ask(baku, &answer), BAKU_FAILED);
    assert_non_null(strstr(answer.json, "it is a folder"));
    baku_answer_release(&answer);
}

static void expect_as_fresh(struct baku *baku, call *ask)
{
    struct baku *fresh = open_handle();
    struct baku_answer answer, expected;
    assert_int_equal(ask(fresh, &expected), BAKU_YES);
    assert_int_equal(ask(baku, &answer), BAKU_YES);
    assert_string_equal(answer.json, expected.json);
    baku_answer_release(&answer);
    baku_answer_release(&expected);
    baku_close(fresh);
}

/* `name` is a folder at first, and asked for in vain, more than once; then it is the file that it should be. */
static void mend(const char *name, const char *text, call *ask)
{
    struct baku *baku = open_handle();
    assert_int_equal(unlink(path_of(name)), 0);
    assert_int_equal(mkdir(path_of(name), 0700), 0);
    expect_failed(baku, ask);
    expect_failed(baku, ask);
    assert_int_equal(rmdir(path_of(name)), 0);
    write_file(name, text);
    expect_as_fresh(baku, ask);
    expect_as_fresh(baku, ask);
    baku_close(baku);
}

static void a_callee_that_could_not_be_read(void **state)
{
    (void)state;
    mend("wilayah/anak.yaml", callee, run);
    mend("wilayah/anak.yaml", callee, check);
}

static void a_region_that_could_not_be_read(void **state)
{
    (void)state;
    mend("wilayah/region.yaml", region, run);
    mend("wilayah/region.yaml", region, check);
}

static int make_files(void **state)
{
    (void)state;
    assert_non_null(mkdtemp(root));
    assert_int_equal(mkdir(path_of("wilayah"), 0700), 0);
    write_file("wilayah/region.yaml", region);
    write_file("wilayah/induk.yaml", caller);
    write_file("wilayah/anak.yaml", callee);
    return 0;
}

static int remove_files(void **state)
{
    static const char *const names[] = {"wilayah/region.yaml", "wilayah/induk.yaml", "wilayah/anak.yaml"};
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        unlink(path_of(names[i]));
    return rmdir(path_of("wilayah")) || rmdir(root);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_callee_that_could_not_be_read),
        cmocka_unit_test(a_region_that_could_not_be_read),
    };
    return cmocka_run_group_tests_name("handle", tests, make_files, remove_files);
}
