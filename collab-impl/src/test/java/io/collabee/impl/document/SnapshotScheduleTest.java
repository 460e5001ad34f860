package io.collabee.impl.document;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SnapshotScheduleTest {

  @Test
  void aSnapshotIsDueWhenTheOperationsWeighMoreThanTheMinimumAndHalfOfTheLast() {
    SnapshotSchedule schedule = new SnapshotSchedule(10, 40);

    schedule.add(20);
    assertThat(schedule.isDue()).isFalse();

    schedule.add(1);
    assertThat(schedule.isDue()).isTrue();
  }

  @Test
  void oneIsWrittenAtATime() {
    SnapshotSchedule schedule = new SnapshotSchedule(10, 0);
    schedule.add(11);

    long started = schedule.start();
    schedule.add(11);
    assertThat(schedule.isDue()).isFalse();

    schedule.done(started, 12);
    assertThat(schedule.isDue()).isTrue();
  }

  @Test
  void oneThatCouldNotBeWrittenIsDueAgainWhenAsMuchAgainHasCome() {
    SnapshotSchedule schedule = new SnapshotSchedule(10, 0);
    schedule.add(50);

    schedule.start();
    schedule.failed();
    schedule.add(50);
    assertThat(schedule.isDue()).isFalse();

    schedule.add(1);
    assertThat(schedule.isDue()).isTrue();
  }
}
