/// Tests of the doctor, with dumps written here; `DoctorIT` has those of a real Envoy.
@NullMarked
package dev.weir.cli.doctor;

import org.jspecify.annotations.NullMarked;
