package io.collabee.impl.store;

import org.hibernate.type.descriptor.WrapperOptions;
import org.hibernate.type.descriptor.java.JavaType;
import org.hibernate.type.format.FormatMapper;

/**
 * Stands where Hibernate would look for a JSON or XML binding of the server's to map such columns
 * with, and fail to start if it finds half of one. There are no such columns.
 */
final class NoDocumentColumns implements FormatMapper {
  @Override
  public <T> T fromString(CharSequence text, JavaType<T> type, WrapperOptions options) {
    throw new UnsupportedOperationException("No column is mapped as JSON or XML");
  }

  @Override
  public <T> String toString(T value, JavaType<T> type, WrapperOptions options) {
    throw new UnsupportedOperationException("No column is mapped as JSON or XML");
  }
}
